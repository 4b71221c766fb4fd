/** Of a list that is not empty, the first of those whose measure is the least. */
export function leastBy<Value>(values: readonly Value[], measure: (value: Value) => number): Value {
  return values.reduce((least, value) => (measure(value) < measure(least) ? value : least));
}
