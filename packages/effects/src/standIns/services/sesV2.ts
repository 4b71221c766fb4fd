import type { Call } from '../call.ts';
import { listOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessForbidden, tooMany } from './failures.ts';

/** SES, the second API: the mails that were sent are in the state; none is delivered. */
export const sesV2: Service = {
  name: 'sesv2',
  protocol: 'restJson',
  target: 'SimpleEmailService_v2',
  signedAs: 'ses',
  hosts: /(^|\.)email\./,
  refusal: accessForbidden,
  throttling: tooMany('TooManyRequestsException'),
  operations: {
    SendEmail: { kind: 'write', route: ['POST', '/v2/email/outbound-emails'], answer: send },
    SendBulkEmail: {
      kind: 'write',
      route: ['POST', '/v2/email/outbound-bulk-emails'],
      canFailPartly: true,
      answer: sendBulk,
    },
    GetAccount: { kind: 'read', route: ['GET', '/v2/email/account'], answer: () => ({ SendingEnabled: true }) },
  },
};

function send(input: Fields, call: Call): Fields {
  call.shelf.append('mails', input);
  return { MessageId: call.id() };
}

function sendBulk(input: Fields, call: Call): Fields {
  const entries = listOf(input['BulkEmailEntries']);
  const { BulkEmailEntries: _, ...shared } = input;
  const BulkEmailEntryResults = entries.map((entry, index) => {
    if (call.fails(index, entries.length)) return { Status: 'TRANSIENT_FAILURE', Error: 'Try again.' };
    call.shelf.append('mails', { ...shared, ...entry });
    return { Status: 'SUCCESS', MessageId: call.id() };
  });
  return { BulkEmailEntryResults };
}
