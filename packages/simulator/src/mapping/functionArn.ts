const lambdaArn = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/u;
const partialArn = /^(?:(?:([a-z]{2}(?:-[a-z]+)+-\d+):)?(\d{12}):)?function:([^:]+(?::[^:]+)?)$/u;

/**
 * The ARN of a function, from its name, `name:alias`, `function:name`, partial ARN or ARN; the qualifier is kept (S39).
 *
 * Region and account of a bare name are those of the stream, as a mapping never leaves its region.
 */
export function functionArnOf(functionName: string, streamArn: string): string {
  if (lambdaArn.test(functionName)) return functionName;
  const [, partition = 'aws', , region = '', account = ''] = streamArn.split(':');
  const [, ownRegion = region, ownAccount = account, name = functionName] = partialArn.exec(functionName) ?? [];
  return `arn:${partition}:lambda:${ownRegion}:${ownAccount}:function:${name}`;
}

/** The bare name of a function, without region, account and qualifier. */
export function functionNameOf(functionName: string): string {
  const name = lambdaArn.exec(functionName)?.[1] ?? partialArn.exec(functionName)?.[3] ?? functionName;
  return name.split(':')[0] ?? name;
}
