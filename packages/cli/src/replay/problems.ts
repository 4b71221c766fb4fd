import type { Finding, FindingCode } from '@millrace/simulator';

/** What to do about it, where that is not the same as what is wrong. */
const advice: Partial<Record<FindingCode, string>> = {
  discardedWithoutDestination: 'Give the mapping an on-failure destination: DestinationConfig.OnFailure.',
  lostToRetention: 'Set MaximumRetryAttempts or MaximumRecordAgeInSeconds, and DestinationConfig.OnFailure.',
};

/** The findings of a run in sentences: one for each kind, with the first case, how many more there are, and advice. */
export function problemsOf(findings: readonly Finding[]): readonly string[] {
  const kinds = new Map<FindingCode, Finding[]>();
  for (const finding of findings) {
    const kind = kinds.get(finding.code);
    if (kind) kind.push(finding);
    else kinds.set(finding.code, [finding]);
  }
  return [...kinds].map(([code, [first, ...others]]) => {
    const more = others.length === 0 ? undefined : `The same holds for ${others.length} more.`;
    return [first?.message, more, advice[code]].filter((sentence) => sentence !== undefined).join(' ');
  });
}
