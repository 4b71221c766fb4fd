/** What was sent to the on-failure destination, byte for byte (S39). */
export interface Delivery {
  readonly kind: 'sqs' | 'sns' | 's3';
  /** The destination's ARN, as in the mapping. */
  readonly destination: string;
  /** The message body (SQS), the `Message` (SNS), or the object's content (S3). */
  readonly body: string;
  /** The object's key; S3 only. */
  readonly key?: string;
}
