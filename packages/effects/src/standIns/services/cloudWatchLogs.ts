import type { Call } from '../call.ts';
import { listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessDenied, throttling } from './failures.ts';

const groupOf = (input: Fields): string => textOf(input['logGroupName']);
const streamOf = (input: Fields): string => `${groupOf(input)} ${textOf(input['logStreamName'])}`;

/** CloudWatch logs: the events that were put are in the state by group and stream. */
export const cloudWatchLogs: Service = {
  name: 'logs',
  protocol: 'json',
  target: 'Logs_20140328',
  signedAs: 'logs',
  hosts: /(^|\.)logs\./,
  refusal: accessDenied,
  throttling,
  operations: {
    PutLogEvents: { kind: 'write', about: groupOf, canFailPartly: true, answer: putLogEvents },
    CreateLogGroup: { kind: 'write', about: groupOf },
    CreateLogStream: { kind: 'write', about: groupOf },
    PutRetentionPolicy: { kind: 'write', about: groupOf },
    DescribeLogGroups: { kind: 'read', answer: () => ({ logGroups: [] }) },
    DescribeLogStreams: { kind: 'read', about: groupOf, answer: () => ({ logStreams: [] }) },
    GetLogEvents: {
      kind: 'read',
      about: groupOf,
      answer: (input, call) => ({ events: call.shelf.entries(streamOf(input)).map(([, event]) => event) }),
    },
    FilterLogEvents: { kind: 'read', about: groupOf, answer: () => ({ events: [] }) },
  },
};

function putLogEvents(input: Fields, call: Call): Fields {
  const events = listOf(input['logEvents']);
  const accepted = events.filter((_, index) => !call.fails(index, events.length));
  for (const event of accepted) call.shelf.append(streamOf(input), event);
  const rejected = { rejectedLogEventsInfo: { tooNewLogEventStartIndex: accepted.length } };
  return { nextSequenceToken: call.id(), ...(accepted.length < events.length ? rejected : {}) };
}
