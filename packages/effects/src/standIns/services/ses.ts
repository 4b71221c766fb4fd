import type { Call } from '../call.ts';
import { listOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessForbidden } from './failures.ts';

/** SES, the first API: the mails that were sent are in the state; none is delivered. */
export const ses: Service = {
  name: 'ses',
  protocol: 'query',
  target: 'SimpleEmailService',
  signedAs: 'ses',
  hosts: /(^|\.)email\./,
  xmlNamespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
  refusal: accessForbidden,
  throttling: { code: 'Throttling', status: 400, message: 'Maximum sending rate exceeded.' },
  operations: {
    SendEmail: { kind: 'write', answer: send },
    SendRawEmail: { kind: 'write', answer: send },
    SendTemplatedEmail: { kind: 'write', answer: send },
    SendBulkTemplatedEmail: { kind: 'write', canFailPartly: true, answer: sendBulk },
    GetSendQuota: {
      kind: 'read',
      answer: () => ({ Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 }),
    },
    VerifyEmailIdentity: { kind: 'write' },
  },
};

function send(input: Fields, call: Call): Fields {
  call.shelf.append('mails', input);
  return { MessageId: call.id() };
}

function sendBulk(input: Fields, call: Call): Fields {
  const destinations = listOf(input['Destinations']);
  const { Destinations: _, ...shared } = input;
  const Status = destinations.map((destination, index) => {
    if (call.fails(index, destinations.length)) return { Status: 'TransientFailure', Error: 'Try again.' };
    call.shelf.append('mails', { ...shared, ...destination });
    return { Status: 'Success', MessageId: call.id() };
  });
  return { Status };
}
