/** The three kinds of on-failure destination that a DynamoDB mapping has on AWS and that are simulated (S39). */
export type DestinationKind = 'sqs' | 'sns' | 's3';

const destinationArn = /^arn:aws[a-z-]*:(sqs|sns|s3):[^:]*:[^:]*:./u;

/**
 * Tells from its ARN what an on-failure destination is; `undefined` for anything that is not simulated.
 *
 * @example
 * destinationKind('arn:aws:sqs:eu-west-1:123456789012:failures'); // 'sqs'
 */
export function destinationKind(arn: string): DestinationKind | undefined {
  return destinationArn.exec(arn)?.[1] as DestinationKind | undefined;
}
