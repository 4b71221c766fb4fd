/** What a function answers, or undefined when it throws: of what is not ours, such as a proxy, anything may throw. */
export function unlessItThrows<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    // Then it is undefined.
  }
}
