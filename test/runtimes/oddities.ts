// What handlers answer with and throw, by name: rows are data, and these are not.

/** Answers. Each is made anew, as some change when they are looked at. */
export const values: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  text: () => 'text',
  'empty text': () => '',
  'lone surrogate': () => '\ud800',
  zero: () => 0,
  number: () => 42,
  NaN: () => Number.NaN,
  true: () => true,
  false: () => false,
  'empty list': () => [],
  'empty object': () => ({}),
  report: () => ({ batchItemFailures: [{ itemIdentifier: '1' }] }),
  date: () => new Date(0),
  map: () => new Map([[1, 2]]),
  error: () => new Error('an answer'),
  'holes and undefined': () => ({ a: undefined, b: [undefined, () => 1] }),
  'without prototype': () => Object.assign(Object.create(null), { a: 1 }),
  bytes: () => Buffer.from('ab'),
  function: () => () => 1,
  symbol: () => Symbol('answer'),
  bigint: () => 10n,
  'bigint inside': () => ({ n: 10n }),
  circular: () => {
    const loop: Record<string, unknown> = {};
    return Object.assign(loop, { loop });
  },
  'toJSON throws': () => ({
    toJSON(): never {
      throw new RangeError('toJSON');
    },
  }),
  'toJSON answers undefined': () => ({ toJSON: () => undefined }),
  'getter throws': () => ({
    get field(): never {
      throw new TypeError('field');
    },
  }),
  'hostile proxy': () => hostileProxy(),
};

class NamedError extends Error {
  override readonly name = 'OrderError';
}
class UnnamedError extends Error {}

function withProperty(property: string, descriptor: PropertyDescriptor): Error {
  return Object.defineProperty(new Error('strange'), property, descriptor);
}
const throwing = {
  get(): never {
    throw new RangeError('a getter');
  },
};

/** What is thrown, rejected with, or handed to a callback. */
export const thrown: Readonly<Record<string, () => unknown>> = {
  Error: () => new Error('broken'),
  'Error without message': () => new Error(),
  'named class': () => new NamedError('no order'),
  'class without name': () => new UnnamedError('no name'),
  TypeError: () => new TypeError('a type'),
  AggregateError: () => new AggregateError([new Error('one')], 'many'),
  'with cause': () => new Error('outer', { cause: new Error('inner') }),
  frozen: () => Object.freeze(new Error('frozen')),
  'with DEL': () => Object.assign(new Error('a\x7fb'), { name: 'N\x7f' }),
  'name is a number': () => Object.assign(new Error('strange'), { name: 42 }),
  'name is undefined': () => Object.assign(new Error('strange'), { name: undefined }),
  'name is empty': () => Object.assign(new Error('strange'), { name: '' }),
  'name getter throws': () => withProperty('name', throwing),
  'message is an object': () => withProperty('message', { value: { a: 1 } }),
  'message is undefined': () => withProperty('message', { value: undefined }),
  'message getter throws': () => withProperty('message', throwing),
  'stack is undefined': () => withProperty('stack', { value: undefined }),
  'stack is a number': () => withProperty('stack', { value: 5 }),
  'stack getter throws': () => withProperty('stack', throwing),
  'toString throws': () => ({
    toString(): never {
      throw new RangeError('toString');
    },
  }),
  'toString answers an object': () => ({ toString: () => ({}) }),
  'inherits from Error': () => Object.assign(Object.create(Error.prototype), { message: 'old style' }),
  'error-like': () => ({ name: 'LikeError', message: 'like', stack: 'LikeError: like' }),
  'error-like without stack': () => ({ name: 'LikeError', message: 'like' }),
  text: () => 'a text',
  'text with DEL': () => 'a\x7fb',
  'empty text': () => '',
  number: () => 42,
  zero: () => 0,
  false: () => false,
  bigint: () => 10n,
  undefined: () => undefined,
  null: () => null,
  symbol: () => Symbol('s'),
  function: () => Object.assign(() => 1, { toString: () => 'a function' }),
  list: () => [1, 'a'],
  object: () => ({ code: 5 }),
  'without prototype': () => Object.create(null),
  'hostile proxy': () => hostileProxy(),
  // Its `get` asks the error itself: to a proxy, the engine of Node.js 22 and later tells no stack.
  'proxy of an error': () =>
    new Proxy(new Error('inside'), { get: (error, name): unknown => Reflect.get(error, name) }),
  'toJSON throws': () =>
    Object.assign(new Error('strange'), {
      toJSON(): never {
        throw new RangeError('toJSON');
      },
    }),
};

function hostileProxy(): object {
  const refuse = (): never => {
    throw new RangeError('hostile');
  };
  return new Proxy({}, new Proxy({}, { get: () => refuse }));
}

/** What is returned in place of a promise. */
export const thenables: Readonly<Record<string, () => unknown>> = {
  // oxlint-disable unicorn/no-thenable -- thenables are what this is about.
  'fulfils at once, then answers nothing': () => ({ then: (resolve: (value: unknown) => void) => resolve('then') }),
  'fulfils later, then answers nothing': () => ({
    then: (resolve: (value: unknown) => void) => void setTimeout(() => resolve('then'), 15),
  }),
  'rejects at once, then answers nothing': () => ({
    then: (_: unknown, reject: (reason: unknown) => void) => reject(new Error('then')),
  }),
  'fulfils, then answers a promise': () => ({
    // biome-ignore lint/suspicious/noThenProperty: thenables are what this is about.
    then: (onFulfilled: (value: unknown) => unknown, onRejected: (reason: unknown) => unknown) =>
      Promise.resolve('then').then(onFulfilled, onRejected),
  }),
  'then throws': () => ({
    then(): never {
      throw new RangeError('then');
    },
  }),
  'then getter throws': () => Object.defineProperty({}, 'then', throwing),
  'then is no function': () => ({ then: 5, a: 1 }),
  'then is an empty text': () => ({ then: '', a: 1 }),
  'a function with then': () =>
    Object.assign(() => 1, {
      then: (onFulfilled: (value: unknown) => unknown, onRejected: (reason: unknown) => unknown) =>
        Promise.resolve('then').then(onFulfilled, onRejected),
    }),
  'a class of promises': () => {
    class Own<Value> extends Promise<Value> {}
    return Own.resolve('own');
  },
  'a promise of a promise': () => Promise.resolve(Promise.resolve('inner')),
  'never calls back': () => ({ then: () => Promise.resolve() }),
  'fulfils with a promise that never settles': () => ({
    then: (onFulfilled: (value: unknown) => unknown) => Promise.resolve().then(() => onFulfilled(new Promise(() => 0))),
  }),
  // oxlint-enable unicorn/no-thenable
};
