/**
 * What a verdict adds where it knows little.
 *
 * @internal For the packages of millrace.
 */
export const blindText =
  'Nothing of what the handler does was seen, neither an effect nor a state (`observe`): it was judged by what becomes of its records alone.';
