/** Any function: what it takes and answers does not matter here. */
type Handler = (...given: never[]) => unknown;

/** The Node.js runtimes of Lambda that can be simulated. */
export const runtimeNames = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'] as const;

/** A Node.js runtime of Lambda, by AWS's own name for it. */
export type RuntimeName = (typeof runtimeNames)[number];

/**
 * How a runtime hears an answer. Up to Node.js 22 through the promise, the callback and the context, the first that
 * answers; since Node.js 24 by what the handler returns, and in no other way.
 */
export type AnswerStyle = 'callbacks' | 'returns';

export function answerStyleOf(runtime: RuntimeName): AnswerStyle {
  return runtime === 'nodejs24.x' ? 'returns' : 'callbacks';
}

/**
 * The runtime of a handler. Where none is named it is the newest, unless the handler cannot answer there, so that it must
 * be deployed on an older one: it declares three parameters, or its own code uses `done`, `fail` or `succeed` of its
 * context.
 *
 * @internal For the packages of millrace.
 */
export function runtimeOf(named: RuntimeName | undefined, handler: Handler): RuntimeName {
  return named ?? (needsOlderRuntime(handler) ? 'nodejs22.x' : 'nodejs24.x');
}

const known = new WeakMap<Handler, boolean>();

function needsOlderRuntime(handler: Handler): boolean {
  let needs = known.get(handler);
  if (needs === undefined) {
    needs = handler.length >= 3 || answersByContext(Function.prototype.toString.call(handler));
    known.set(handler, needs);
  }
  return needs;
}

/** Looks for the second parameter of a function in its text, and for what is done with it. */
function answersByContext(text: string): boolean {
  const [, name] = /^[^()]*\(?[^(),]*,\s*([\w$]+)\s*[,)]/.exec(text) ?? [];
  if (name === undefined) return false;
  return new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s*\\.\\s*(?:done|fail|succeed)\\b`).test(text);
}
