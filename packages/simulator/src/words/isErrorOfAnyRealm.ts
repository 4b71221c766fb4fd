/**
 * `instanceof Error`, whatever realm made it: Jest gives each test file an `Error` of its own, and Node's are none of it.
 *
 * @internal For the packages of millrace.
 */
export function isErrorOfAnyRealm(value: unknown): value is Error {
  if (typeof value !== 'object' && typeof value !== 'function') return false;
  if (value === null) return false;
  if (value instanceof Error) return true;
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (isErrorPrototype(prototype)) return true;
  }
  return false;
}

function isErrorPrototype(prototype: object): boolean {
  const own = (name: string): unknown => Object.getOwnPropertyDescriptor(prototype, name)?.value;
  const constructor = own('constructor');
  return (
    own('name') === 'Error' &&
    own('message') === '' &&
    typeof constructor === 'function' &&
    constructor.name === 'Error'
  );
}
