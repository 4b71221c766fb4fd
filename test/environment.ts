import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment, which disables what its file leaves on. Jest itself, and some libraries, leave a storage of contexts for each file;
 * up to Node.js 22 each makes every promise of the process slower, and a worker runs more than a hundred files.
 */
// oxlint-disable-next-line import/no-default-export -- Jest asks for the default.
export default class LeavesNoContexts extends TestEnvironment {
  readonly #enabled = new Set<AsyncLocalStorage<unknown>>();
  readonly #restore: readonly (() => void)[] = (['run', 'enterWith'] as const).map((name) => {
    const enabled = this.#enabled;
    const original = Reflect.get(AsyncLocalStorage.prototype, name) as (...given: unknown[]) => unknown;
    Reflect.set(AsyncLocalStorage.prototype, name, function (this: AsyncLocalStorage<unknown>, ...given: unknown[]) {
      enabled.add(this);
      return Reflect.apply(original, this, given);
    });
    return () => void Reflect.set(AsyncLocalStorage.prototype, name, original);
  });

  override async teardown(): Promise<void> {
    await super.teardown();
    for (const restore of this.#restore) restore();
    for (const storage of this.#enabled) storage.disable();
  }
}
