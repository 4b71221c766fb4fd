/** The name that was probably meant: one in which up to two letters differ, or one that the given name is a part of. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const limit = Math.min(2, Math.floor(wanted.length / 3));
  const nearest = known
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    // Ties go to the name listed first: sort is stable.
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest !== undefined) return nearest.name;
  return wanted.length < 4 ? undefined : known.find((name) => name.toLowerCase().includes(wanted));
}

/** Levenshtein's distance: the fewest letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
