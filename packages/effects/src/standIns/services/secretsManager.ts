import type { Call } from '../call.ts';
import { fieldsOf, lastName, textOf, textsOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { accessDenied, refused, throttling } from './failures.ts';

const secretOf = (input: Fields): string => {
  const given = textOf(input['SecretId']) || textOf(input['Name']);
  return given.startsWith('arn:') ? (lastName(given) ?? '').replace(/-\w{6}$/, '') : given;
};

/** Secrets Manager: what is put can be got; a secret that was never put is `{}`, which is JSON and a text. */
export const secretsManager: Service = {
  name: 'secretsmanager',
  protocol: 'json',
  target: 'secretsmanager',
  signedAs: 'secretsmanager',
  hosts: /(^|\.)secretsmanager\./,
  refusal: accessDenied,
  throttling,
  operations: {
    GetSecretValue: { kind: 'read', about: secretOf, answer: (input, call) => valueOf(secretOf(input), call) },
    BatchGetSecretValue: {
      kind: 'read',
      about: (input) => textsOf(input['SecretIdList']).join(','),
      canFailPartly: true,
      answer: batchGet,
    },
    DescribeSecret: {
      kind: 'read',
      about: secretOf,
      answer: (input) => ({ ARN: arnOf(secretOf(input)), Name: secretOf(input) }),
    },
    CreateSecret: { kind: 'write', about: secretOf, answer: create },
    PutSecretValue: { kind: 'write', about: secretOf, answer: put },
    UpdateSecret: { kind: 'write', about: secretOf, answer: put },
    DeleteSecret: {
      kind: 'write',
      about: secretOf,
      answer: (input, call) => {
        call.shelf.remove('secrets', secretOf(input));
        return { ARN: arnOf(secretOf(input)), Name: secretOf(input), DeletionDate: new Date() };
      },
    },
  },
};

function valueOf(secret: string, call: Call): Fields {
  const held = call.shelf.get('secrets', secret) ?? { SecretString: '{}' };
  return { ARN: arnOf(secret), Name: secret, VersionId: versionId, VersionStages: ['AWSCURRENT'], ...fieldsOf(held) };
}

function batchGet(input: Fields, call: Call): Fields {
  const names = textsOf(input['SecretIdList']);
  const failed = names.filter((_, index) => call.fails(index, names.length));
  const error = { ErrorCode: 'InternalServiceError', Message: 'An error occurred on the server side.' };
  return {
    SecretValues: names.filter((name) => !failed.includes(name)).map((name) => valueOf(name, call)),
    Errors: failed.map((name) => ({ SecretId: name, ...error })),
  };
}

function create(input: Fields, call: Call): Fields {
  if (call.shelf.get('secrets', secretOf(input)) !== undefined) {
    const message = 'The operation failed because the secret already exists.';
    throw new ServiceFailure(refused('ResourceExistsException', message));
  }
  return put(input, call);
}

function put(input: Fields, call: Call): Fields {
  const { SecretString, SecretBinary } = input;
  const binary = SecretBinary === undefined ? {} : { SecretBinary };
  call.shelf.put('secrets', secretOf(input), SecretString === undefined ? binary : { SecretString });
  return { ARN: arnOf(secretOf(input)), Name: secretOf(input), VersionId: versionId, VersionStages: ['AWSCURRENT'] };
}

const versionId = '00000000-0000-4000-8000-000000000001';

function arnOf(secret: string): string {
  return `arn:aws:secretsmanager:us-east-1:123456789012:secret:${secret}-AbCdEf`;
}
