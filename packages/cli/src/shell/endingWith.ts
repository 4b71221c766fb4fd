/** What there is of a process to end it. */
type Ending = (code: unknown) => never;

/**
 * Lets nobody but us say that all is well: a listener to the end of the process, which a handler may leave there, changes its
 * exit code, and a process with nothing left to do ends as if it were done. Answers how to end it.
 *
 * Until then every end is one of `unfinished`, unless it says worse; `say` tells of one because nothing is left to do.
 */
export function endingWith(unfinished: number, say: () => void): (code: number) => void {
  const end = Reflect.get(process, 'reallyExit') as Ending;
  let known: number | undefined;
  Reflect.set(process, 'reallyExit', (code: unknown) =>
    Reflect.apply(end, process, [known ?? (Number(code) || unfinished)]),
  );
  process.once('beforeExit', () => {
    say();
    process.exit(unfinished);
  });
  return (code) => {
    known = code;
    process.exit(code);
  };
}
