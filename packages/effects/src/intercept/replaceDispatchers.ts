import { runInThisContext } from 'node:vm';
import type { Patches } from './patches.ts';

/** Where undici keeps what `fetch` sends by: Node has one place, and since its undici 8 a second for older undicis. */
const places = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'].map((name) => Symbol.for(name));

type Dispatcher = { readonly constructor: new (inside?: object) => object };

/** Gives `fetch` dispatchers without connections. One that a user has made is left, and its connections refused. */
export function replaceDispatchers(patches: Patches): void {
  // A file of tests of Jest has globals of its own, and Node's fetch those of Node.
  for (const realm of new Set([globalThis, runInThisContext('globalThis') as object])) {
    const fresh = new Map<unknown, object>();
    for (const place of places) {
      const before = Reflect.get(realm, place) as Dispatcher | undefined;
      const instead = fresh.get(before) ?? another(before, fresh);
      if (instead === undefined) continue;
      fresh.set(before, instead);
      patches.assign(realm, place, instead);
    }
  }
}

/** One like it: Node makes its own, which may ask the proxies of the environment, without options. */
function another(before: Dispatcher | undefined, fresh: ReadonlyMap<unknown, object>): object | undefined {
  const name = before?.constructor.name;
  if (before === undefined || name === undefined) return undefined;
  if (name === 'Agent' || name === 'EnvHttpProxyAgent') return new before.constructor();
  const [inside] = fresh.values();
  return name === 'Dispatcher1Wrapper' && inside !== undefined ? new before.constructor(inside) : undefined;
}
