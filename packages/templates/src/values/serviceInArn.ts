/** The service in an ARN, also in one that is put together: `arn:${AWS::Partition}:dynamodb:…`. */
export function serviceInArn(text: string): string | undefined {
  return /\barn:(?:\$\{[^${}]*\}|[\w-]*):([a-z][a-z0-9-]*):/u.exec(text)?.[1];
}
