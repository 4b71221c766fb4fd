import { lastName, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessForbidden, throttling } from './failures.ts';

const roleOf = (input: Fields): string | undefined => lastName(input['RoleArn']);

/** STS: whoever asks for a role gets credentials that are worth nothing. */
export const sts: Service = {
  name: 'sts',
  protocol: 'query',
  target: 'AWSSecurityTokenServiceV20110615',
  signedAs: 'sts',
  hosts: /(^|\.)sts\./,
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  refusal: accessForbidden,
  throttling,
  operations: {
    GetCallerIdentity: {
      kind: 'read',
      answer: () => ({
        UserId: 'AROASTANDIN:function',
        Account: '123456789012',
        Arn: 'arn:aws:sts::123456789012:assumed-role/function/function',
      }),
    },
    AssumeRole: { kind: 'read', about: roleOf, answer: assumeRole },
    AssumeRoleWithWebIdentity: { kind: 'read', about: roleOf, answer: assumeRole },
    GetSessionToken: { kind: 'read', answer: () => ({ Credentials: credentials() }) },
  },
};

function assumeRole(input: Fields): Fields {
  const role = textOf(input['RoleArn']).replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
  const session = textOf(input['RoleSessionName']);
  return {
    Credentials: credentials(),
    AssumedRoleUser: { AssumedRoleId: `AROASTANDIN:${session}`, Arn: `${role}/${session}` },
  };
}

function credentials(): Fields {
  return {
    AccessKeyId: 'ASIASTANDIN',
    SecretAccessKey: 'stand-in',
    SessionToken: 'stand-in',
    Expiration: new Date(Date.now() + 3_600_000),
  };
}
