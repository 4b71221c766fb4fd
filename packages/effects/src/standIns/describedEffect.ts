/** What a request means. */
export interface DescribedEffect {
  /** Such as `dynamodb.PutItem orders`. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** Equal for two requests that do the same: without uuids, clocks and request ids. */
  readonly key: string;
  /** What is asked for, as plain data. */
  readonly call: unknown;
}
