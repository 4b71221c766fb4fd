import { listOf, textOf } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessDenied, throttling } from './failures.ts';

/** CloudWatch metrics: the data that was put is in the state by namespace; there is nothing to be read back. */
export const cloudWatch: Service = {
  name: 'cloudwatch',
  protocol: 'query',
  target: 'GraniteServiceVersion20100801',
  signedAs: 'monitoring',
  hosts: /(^|\.)monitoring\./,
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  elementNames: {},
  refusal: accessDenied,
  throttling,
  operations: {
    PutMetricData: {
      kind: 'write',
      about: (input) => textOf(input['Namespace']),
      answer: (input, call) => {
        for (const datum of listOf(input['MetricData'])) call.shelf.append(textOf(input['Namespace']), datum);
        return {};
      },
    },
    GetMetricData: { kind: 'read', answer: () => ({ MetricDataResults: [] }) },
    GetMetricStatistics: { kind: 'read', answer: (input) => ({ Label: textOf(input['MetricName']), Datapoints: [] }) },
    ListMetrics: { kind: 'read', answer: () => ({ Metrics: [] }) },
    PutMetricAlarm: { kind: 'write', about: (input) => textOf(input['AlarmName']) },
    SetAlarmState: { kind: 'write', about: (input) => textOf(input['AlarmName']) },
  },
};
