import { createHash, createHmac } from 'node:crypto';
import { lastName, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { accessDenied, refused, throttling } from './failures.ts';

const keyOf = (input: Fields): string | undefined => lastName(input['KeyId']);
const mark = Buffer.from('stand-in:');

/** KMS: what is encrypted can be decrypted; nothing is secret, and data keys are the same in each run. */
export const kms: Service = {
  name: 'kms',
  protocol: 'json',
  target: 'TrentService',
  signedAs: 'kms',
  hosts: /(^|\.)kms\./,
  refusal: accessDenied,
  throttling: { ...throttling, message: 'You have exceeded the rate at which you may call KMS.' },
  operations: {
    Encrypt: {
      kind: 'read',
      about: keyOf,
      answer: (input) => ({ CiphertextBlob: sealed(bytesOf(input['Plaintext'])), ...shared(input) }),
    },
    Decrypt: {
      kind: 'read',
      about: keyOf,
      answer: (input) => ({ Plaintext: opened(bytesOf(input['CiphertextBlob'])), ...shared(input) }),
    },
    GenerateDataKey: { kind: 'read', about: keyOf, answer: generateDataKey },
    GenerateDataKeyWithoutPlaintext: {
      kind: 'read',
      about: keyOf,
      answer: (input) => ({ ...generateDataKey(input), Plaintext: undefined }),
    },
    GenerateRandom: {
      kind: 'read',
      answer: (input) => ({ Plaintext: dataKey('random', Number(input['NumberOfBytes'])) }),
    },
    Sign: {
      kind: 'read',
      about: keyOf,
      answer: (input) => ({
        Signature: signature(input),
        SigningAlgorithm: input['SigningAlgorithm'],
        KeyId: arnOf(input),
      }),
    },
    Verify: { kind: 'read', about: keyOf, answer: verify },
    DescribeKey: {
      kind: 'read',
      about: keyOf,
      answer: (input) => ({ KeyMetadata: { KeyId: keyOf(input) ?? '', Arn: arnOf(input), Enabled: true } }),
    },
  },
};

function shared(input: Fields): Fields {
  return { KeyId: arnOf(input), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
}

function sealed(plaintext: Uint8Array): Uint8Array {
  return Buffer.concat([mark, plaintext]);
}

/** What was not sealed here comes back as it is: a handler whose configuration is encrypted goes on. */
function opened(blob: Uint8Array): Uint8Array {
  const isOurs = Buffer.from(blob.subarray(0, mark.length)).equals(mark);
  return isOurs ? blob.subarray(mark.length) : blob;
}

function generateDataKey(input: Fields): Fields {
  const size = Number(input['NumberOfBytes'] ?? (input['KeySpec'] === 'AES_128' ? 16 : 32));
  const key = dataKey(keyOf(input) ?? '', size);
  return { Plaintext: key, CiphertextBlob: sealed(key), KeyId: arnOf(input) };
}

function dataKey(of: string, size: number): Uint8Array {
  const digest = createHash('sha512').update(of).digest();
  return Uint8Array.from({ length: size }, (_, index) => digest[index % digest.length] ?? 0);
}

function signature(input: Fields): Uint8Array {
  return createHmac('sha256', arnOf(input)).update(bytesOf(input['Message'])).digest();
}

function verify(input: Fields): Fields {
  const isValid = Buffer.from(signature(input)).equals(Buffer.from(bytesOf(input['Signature'])));
  if (isValid) return { KeyId: arnOf(input), SignatureValid: true, SigningAlgorithm: input['SigningAlgorithm'] };
  throw new ServiceFailure(refused('KMSInvalidSignatureException', 'The signature is not valid.'));
}

function bytesOf(base64: unknown): Uint8Array {
  return Buffer.from(textOf(base64), 'base64');
}

function arnOf(input: Fields): string {
  return `arn:aws:kms:us-east-1:123456789012:key/${keyOf(input) ?? '00000000-0000-4000-8000-000000000000'}`;
}
