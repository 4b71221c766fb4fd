import { awsRegion } from './awsRegion.ts';

/** The region of AWS in what may be the ARN of a stream; `undefined` when there is none. */
export function regionInArn(arn: unknown): string | undefined {
  return typeof arn === 'string' ? awsRegion(arn.split(':')[3]) : undefined;
}
