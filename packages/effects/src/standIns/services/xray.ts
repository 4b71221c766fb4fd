import type { Call } from '../call.ts';
import { textsOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessForbidden, tooMany } from './failures.ts';

/** X-Ray: the segments that were put are in the state. */
export const xray: Service = {
  name: 'xray',
  protocol: 'restJson',
  target: 'AWSXRay',
  signedAs: 'xray',
  hosts: /(^|\.)xray\./,
  refusal: accessForbidden,
  throttling: tooMany('ThrottledException'),
  operations: {
    PutTraceSegments: {
      kind: 'write',
      route: ['POST', '/TraceSegments'],
      canFailPartly: true,
      answer: putTraceSegments,
    },
    PutTelemetryRecords: { kind: 'write', route: ['POST', '/TelemetryRecords'] },
    GetSamplingRules: {
      kind: 'read',
      route: ['POST', '/GetSamplingRules'],
      answer: () => ({ SamplingRuleRecords: [] }),
    },
    GetSamplingTargets: {
      kind: 'read',
      route: ['POST', '/SamplingTargets'],
      answer: () => ({ SamplingTargetDocuments: [], UnprocessedStatistics: [] }),
    },
  },
};

function putTraceSegments(input: Fields, call: Call): Fields {
  const documents = textsOf(input['TraceSegmentDocuments']);
  const UnprocessedTraceSegments = documents.flatMap((document, index) => {
    if (call.fails(index, documents.length)) return [{ ErrorCode: 'ThrottledException', Message: 'Rate exceeded' }];
    call.shelf.append('segments', document);
    return [];
  });
  return { UnprocessedTraceSegments };
}
