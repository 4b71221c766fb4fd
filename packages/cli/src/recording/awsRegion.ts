/**
 * The text when it looks like a region of AWS (`eu-west-1`, `us-gov-west-1`), else `undefined`: records of DynamoDB Local
 * name `ddblocal`, where a client of the handler would find no service.
 */
export function awsRegion(text: unknown): string | undefined {
  return typeof text === 'string' && /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/u.test(text) ? text : undefined;
}
