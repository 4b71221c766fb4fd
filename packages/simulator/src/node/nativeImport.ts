/**
 * `import()` in both builds: in the CommonJS one the compiler would make it a `require`, and tsx's own CommonJS half does
 * not find its loader (4.23.15). Only code that no compiler sees stays an `import()`.
 */
// oxlint-disable-next-line typescript/no-implied-eval
export const nativeImport = new Function('specifier', 'return import(specifier)') as (
  specifier: string,
) => Promise<unknown>;
