import type { Call } from '../call.ts';
import { lastName, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessDenied, throttling } from './failures.ts';

/** EventBridge: the entries that were put are in the state by bus; no rule is asked. */
export const eventBridge: Service = {
  name: 'eventbridge',
  protocol: 'json',
  target: 'AWSEvents',
  signedAs: 'events',
  hosts: /(^|\.)events\./,
  refusal: accessDenied,
  throttling,
  operations: {
    PutEvents: { kind: 'write', about: busesOf, canFailPartly: true, answer: putEvents },
    PutRule: {
      kind: 'write',
      about: (input) => textOf(input['Name']),
      answer: (input) => ({ RuleArn: `arn:aws:events:us-east-1:123456789012:rule/${textOf(input['Name'])}` }),
    },
    PutTargets: {
      kind: 'write',
      about: (input) => textOf(input['Rule']),
      answer: () => ({ FailedEntryCount: 0, FailedEntries: [] }),
    },
  },
};

function busOf(entry: Fields): string {
  return lastName(entry['EventBusName']) ?? 'default';
}

function busesOf(input: Fields): string {
  return [...new Set(listOf(input['Entries']).map(busOf))].sort().join(',');
}

function putEvents(input: Fields, call: Call): Fields {
  const entries = listOf(input['Entries']);
  const results = entries.map((entry, index) => {
    if (call.fails(index, entries.length)) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
    const { EventBusName: _, ...held } = entry;
    call.shelf.append(busOf(entry), held);
    return { EventId: call.id() };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}
