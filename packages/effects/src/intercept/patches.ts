import { syncBuiltinESMExports } from 'node:module';

/** A function of which nothing is known but that it can be called. */
export type AnyFunction = (this: unknown, ...given: readonly unknown[]) => unknown;

/** Functions of Node's modules that are replaced for a while. */
export class Patches {
  readonly #undo: (() => void)[] = [];

  /** Puts another function, or class, in the place of one. */
  replace(owner: object, name: string, make: (original: AnyFunction) => unknown): void {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    const value = make(Reflect.get(owner, name) as AnyFunction);
    Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: true });
    this.#undo.push(() => {
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    });
  }

  /** Puts another value in the place of one that cannot be defined anew. */
  assign(owner: object, name: PropertyKey, value: unknown): void {
    const before: unknown = Reflect.get(owner, name);
    Reflect.set(owner, name, value);
    this.#undo.push(() => Reflect.set(owner, name, before));
  }

  /** ES modules import copies of what a module of Node exports: those follow. To be called when all is replaced. */
  apply(): void {
    syncBuiltinESMExports();
  }

  restore(): void {
    while (this.#undo.length > 0) this.#undo.pop()?.();
    syncBuiltinESMExports();
  }
}
