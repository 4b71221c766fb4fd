import { expect, test } from '@jest/globals';
import { awsRegion } from '../../src/recording/awsRegion.ts';

test.each(['eu-west-1', 'us-gov-west-1', 'cn-north-1', 'ap-southeast-2', 'us-isob-east-1', 'eusc-de-east-1'])(
  'a region of AWS: %s',
  (region) => {
    expect(awsRegion(region)).toBe(region);
  },
);

test.each(['ddblocal', 'localhost', 'local', '', 'eu-west', 'EU-WEST-1', 'us-east-1a', ' us-east-1', undefined, 1])(
  'no region of AWS: %p',
  (text) => {
    expect(awsRegion(text)).toBeUndefined();
  },
);
