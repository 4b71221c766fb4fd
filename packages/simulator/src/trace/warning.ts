/** Something that is allowed on AWS and bites people; the trace tells it once. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  /** What is told once, where the message names one case of many; without it, the message. */
  readonly cause?: string;
}
