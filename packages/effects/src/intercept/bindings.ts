import { isOurs } from './ours.ts';
import type { Patches } from './patches.ts';
import { refuse } from './refuse.ts';
import type { WebRules } from './webRequest.ts';

/** The parts of Node below its modules that connect, listen, ask for names or start processes. */
const leaving = new Set([
  'tcp_wrap',
  'tls_wrap',
  'udp_wrap',
  'pipe_wrap',
  'cares_wrap',
  'http2',
  'quic',
  'process_wrap',
  'spawn_sync',
  'worker',
  'inspector',
]);

/** Refuses what is below the modules that are intercepted: `process.binding`, which Node still has. */
export function interceptBindings(patches: Patches, rules: WebRules): void {
  for (const way of ['binding', '_linkedBinding']) {
    if (typeof Reflect.get(process, way) !== 'function') continue;
    patches.replace(process, way, (original) => {
      return function (this: unknown, name: unknown, ...others: readonly unknown[]) {
        if (isOurs() || !leaving.has(String(name))) return Reflect.apply(original, process, [name, ...others]);
        const effect = { name: `process.${way} ${String(name)}`, kind: 'write', call: { name } } as const;
        throw refuse('binding', String(name), rules, effect);
      };
    });
  }
}
