import { filesLike, textOf } from './repository.ts';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
}

/** What a user may import, such as `@millrace/simulator/node`, and the source that it leads to. */
export const sourceOfEntryPoint: ReadonlyMap<string, string> = new Map(
  filesLike(/^packages\/[^/]+\/package\.json$/).flatMap((path) => {
    const { name, exports } = JSON.parse(textOf(path)) as Manifest;
    return Object.entries(exports).flatMap(([subpath, target]) => {
      const source = typeof target === 'object' ? target['@millrace/source'] : undefined;
      if (typeof source !== 'string') return [];
      return [[name + subpath.slice(1), path.replace('package.json', '') + source.slice(2)] as const];
    });
  }),
);
