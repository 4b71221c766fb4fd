import { editDistance } from './editDistance.ts';

/**
 * The known name that was probably meant, or `undefined` when none is near.
 *
 * Capitals, underscores, hyphens and `Max` for `Maximum` do not count, so the spellings of Terraform and the CDK are found too; then one
 * name may extend the other (`MaximumBatchingWindow`), or a few letters may be wrong (one in four, at most three).
 */
export function suggestName(given: string, known: readonly string[]): string | undefined {
  const wanted = fold(given);
  const limit = Math.min(3, Math.floor(wanted.length / 4));
  const byDistance = known
    .map((name) => ({ name, distance: editDistance(wanted, fold(name)) }))
    // Ties go to the name listed first: sort is stable.
    .sort((a, b) => a.distance - b.distance);
  const nearest = byDistance[0];
  if (nearest !== undefined && nearest.distance <= limit) return nearest.name;
  if (wanted.length < 5) return undefined;
  return known.find((name) => fold(name).startsWith(wanted) || wanted.startsWith(fold(name)));
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/gu, '')
    .replace(/^max(?!imum)/u, 'maximum');
}
