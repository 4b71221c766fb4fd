import { enumeratedRounds, readPath } from './explorationPath.ts';
import { defaultEnumerate, type ResolvedOptions } from './resolveOptions.ts';

/** The options, beside those that were given, that lead back to a failure; or to where none was found. */
export function reproduceOptions(
  found: { readonly path: string | undefined; readonly isKept?: true } | undefined,
  { seed, enumerate, given }: Pick<ResolvedOptions, 'seed' | 'enumerate' | 'given'>,
): string {
  const path = found?.path;
  const isPair = path !== undefined && readPath(path).round === enumeratedRounds.indexOf('pairs');
  const options = [
    `seed: ${seed}`,
    ...(path === undefined ? [] : [`path: ${JSON.stringify(path)}`]),
    // Which pairs are tried depends on how many may be.
    ...(isPair && enumerate !== defaultEnumerate ? [`enumerate: ${enumerate}`] : []),
    // What was kept has no path: it is tried first.
    ...(found?.isKept === true ? [`save: ${JSON.stringify(given.save)}`] : []),
  ];
  return options.join(', ');
}
