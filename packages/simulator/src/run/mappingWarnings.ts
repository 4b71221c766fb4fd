import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { Warning } from '../trace/warning.ts';

/** What a mapping does that its author may not expect. */
export function mappingWarnings(mapping: ResolvedMapping): readonly Warning[] {
  const warnings: Warning[] = [];
  if (mapping.MaximumRetryAttempts === -1 && mapping.MaximumRecordAgeInSeconds === -1) {
    warnings.push({
      code: 'endlessRetries',
      message:
        'MaximumRetryAttempts and MaximumRecordAgeInSeconds are -1: a failing batch blocks its shard until its records are 24 hours old (S26). Set one of them.',
    });
  } else if (mapping.DestinationConfig.OnFailure.Destination === undefined) {
    warnings.push({
      code: 'noDestination',
      message: 'No OnFailure destination: records that are given up are lost without a word (S40). Set one.',
    });
  }
  if (mapping.StartingPosition === 'LATEST') {
    warnings.push({
      code: 'latestMayMiss',
      message:
        'StartingPosition LATEST: on AWS, what is written in the minutes after the creation or an update of the mapping may never be delivered (S2). Start at TRIM_HORIZON; semantics.latestGapMs shows what such a gap does.',
    });
  }
  return warnings;
}
