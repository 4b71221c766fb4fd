import type { Service } from '../service.ts';
import { cloudWatch } from './cloudWatch.ts';
import { cloudWatchLogs } from './cloudWatchLogs.ts';
import { eventBridge } from './eventBridge.ts';
import { firehose } from './firehose.ts';
import { kinesis } from './kinesis.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { s3 } from './s3.ts';
import { scheduler } from './scheduler.ts';
import { secretsManager } from './secretsManager.ts';
import { ses } from './ses.ts';
import { sesV2 } from './sesV2.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';
import { stepFunctions } from './stepFunctions.ts';
import { sts } from './sts.ts';
import { xray } from './xray.ts';

/** The services whose state is nothing but what they were given. DynamoDB has tables and is made with them. */
export const awsServices: readonly Service[] = [
  s3,
  sqs,
  sns,
  eventBridge,
  stepFunctions,
  firehose,
  kinesis,
  lambda,
  ses,
  sesV2,
  scheduler,
  ssm,
  secretsManager,
  kms,
  cloudWatch,
  cloudWatchLogs,
  xray,
  sts,
];
