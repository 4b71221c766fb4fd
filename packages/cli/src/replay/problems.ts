import type { Finding, FindingCode, ResolvedMapping } from '@millrace/simulator';

/** What to do about it, where that is not the same as what is wrong: only what is not done already. */
function advice(code: FindingCode, mapping: ResolvedMapping): string | undefined {
  const hasDestination = mapping.DestinationConfig.OnFailure.Destination !== undefined;
  const isLimited = mapping.MaximumRetryAttempts !== -1 || mapping.MaximumRecordAgeInSeconds !== -1;
  if (code === 'discardedWithoutDestination' && !hasDestination) {
    return 'Give the mapping an on-failure destination: DestinationConfig.OnFailure.';
  }
  if (code !== 'lostToRetention') return undefined;
  const missing = [
    ...(isLimited ? [] : ['MaximumRetryAttempts or MaximumRecordAgeInSeconds']),
    ...(hasDestination ? [] : ['DestinationConfig.OnFailure']),
  ];
  return missing.length === 0 ? undefined : `Set ${missing.join(', and ')}.`;
}

/** The findings of a run in sentences: one for each kind, with the first case, how many more there are, and advice. */
export function problemsOf(findings: readonly Finding[], mapping: ResolvedMapping): readonly string[] {
  const kinds = new Map<FindingCode, Finding[]>();
  for (const finding of findings) {
    const kind = kinds.get(finding.code);
    if (kind) kind.push(finding);
    else kinds.set(finding.code, [finding]);
  }
  return [...kinds].map(([code, [first, ...others]]) => {
    const more = others.length === 0 ? undefined : `The same holds for ${others.length} more.`;
    return [first?.message, more, advice(code, mapping)].filter((sentence) => sentence !== undefined).join(' ');
  });
}
