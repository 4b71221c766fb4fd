const lambdaArn = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/u;
const partialArn = /^\d{12}:function:([^:]+)/u;

/**
 * The ARN of a function, from its name, `name:alias`, partial ARN or ARN; the qualifier is kept (S39).
 *
 * Region and account of a bare name are those of the stream, as a mapping never leaves its region.
 */
export function functionArnOf(functionName: string, streamArn: string): string {
  if (lambdaArn.test(functionName)) return functionName;
  const [, partition = 'aws', , region = '', account = ''] = streamArn.split(':');
  if (partialArn.test(functionName)) return `arn:${partition}:lambda:${region}:${functionName}`;
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
}

/** The bare name of a function, without region, account and qualifier. */
export function functionNameOf(functionName: string): string {
  const name = lambdaArn.exec(functionName)?.[1] ?? partialArn.exec(functionName)?.[1];
  return name ?? functionName.split(':')[0] ?? functionName;
}
