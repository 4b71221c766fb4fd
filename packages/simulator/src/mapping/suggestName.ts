/**
 * The known name that was probably meant, or `undefined` when none is near.
 *
 * Capitals, underscores, hyphens and `Max` for `Maximum` do not count, so the spellings of Terraform and the CDK are found too; then one
 * name may extend the other (`MaximumBatchingWindow`), or a few letters may be wrong (one in four, at most three).
 */
export function suggestName(given: string, known: readonly string[]): string | undefined {
  const wanted = fold(given);
  if (wanted === '') return undefined;
  const same = known.find((name) => fold(name) === wanted);
  if (same !== undefined) return same;
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

/** The fewest letters to insert, delete, replace, or swap with the next; in four letters or fewer, a swap is half of the word. */
function editDistance(a: string, b: string): number {
  let beforeThat: readonly number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = a.length > 4 && row > 1 && column > 1 && isSwap ? (beforeThat[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, swapped, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    beforeThat = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
