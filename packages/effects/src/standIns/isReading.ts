const verbs =
  /^(Get|List|Describe|Head|Query|Scan|BatchGet|Search|Lookup|Check|Select|Filter|Count|Estimate|Detect|Verify|Validate|Decrypt|HEAD|OPTIONS)|^GET /;

/** Whether an operation that no table knows reads, by the verb that AWS's names begin with. */
export function isReading(operation: string): boolean {
  return verbs.test(operation);
}
