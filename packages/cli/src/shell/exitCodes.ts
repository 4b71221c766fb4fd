/** What a command answers to the shell. */
export const exitCodes = {
  /** It ran, and found nothing wrong. */
  fine: 0,
  /** It ran, and shows a problem: a record lost, pending or out of order, a recording that ends too early. */
  problem: 1,
  /** It did not run: an option, a file or the handler cannot be used. */
  unusable: 2,
} as const;

/** One of the `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
