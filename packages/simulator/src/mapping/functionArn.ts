/** AWS's own pattern of a FunctionName, with its parts: each but the name may be left out, and is taken where it fits. */
const parts =
  /^(?:arn:([^:]+):lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d+):)?(?:(\d{12}):)?(?:function:)?([^:]+)(?::([^:]+))?$/u;

/** A whole ARN says itself where its parts end: the region of DynamoDB Local, `ddblocal`, fits no pattern of AWS. */
const whole = /^arn:([^:]+):lambda:([^:]*):([^:]*):function:([^:]+)(?::([^:]+))?$/u;

/**
 * The ARN of a function, from its name, `name:alias`, `function:name`, partial ARN or ARN; the qualifier is kept (S39).
 *
 * Region and account of a bare name are those of the stream, as a mapping never leaves its region.
 */
export function functionArnOf(functionName: string, streamArn: string): string {
  const [, streamPartition = 'aws', , streamRegion = '', streamAccount = ''] = streamArn.split(':');
  const [
    ,
    partition = streamPartition,
    region = streamRegion,
    account = streamAccount,
    name = functionName,
    qualifier,
  ] = partsOf(functionName) ?? [];
  return `arn:${partition}:lambda:${region}:${account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
}

/** The bare name of a function, without region, account and qualifier. */
export function functionNameOf(functionName: string): string {
  return partsOf(functionName)?.[4] ?? functionName;
}

function partsOf(functionName: string): RegExpExecArray | null {
  return whole.exec(functionName) ?? parts.exec(functionName);
}
