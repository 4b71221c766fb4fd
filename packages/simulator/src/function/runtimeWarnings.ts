import type { Warning } from '../trace/warning.ts';

/** A handler that answers at once, without a promise; by how the runtime of the run hears answers. */
export const synchronousAnswer = {
  returns: {
    code: 'synchronousAnswer',
    message:
      'The handler answers without a promise. nodejs24.x takes that answer; nodejs22.x and older hear only promises and callbacks, and take nothing for its answer. Make it async, and it is the same on all of them.',
  },
  callbacks: {
    code: 'synchronousAnswer',
    message:
      'The handler answers without a promise, and its answer is not heard: nodejs22.x and older hear only promises and callbacks (nodejs24.x takes it). Make it async.',
  },
} as const satisfies Record<string, Warning>;

/** A handler that answers in ways that nodejs24.x does not have. */
export const callbackHandler = {
  declared: {
    code: 'callbackHandler',
    message:
      'The handler declares three parameters: nodejs24.x refuses it at its start (Runtime.CallbackHandlerDeprecated), async or not. Make it async with two, and return the answer.',
    cause: 'parameters',
  },
  used: {
    code: 'callbackHandler',
    message:
      'The handler answers by its callback or by context.done, succeed or fail: nodejs24.x has none of them. Make it async, and return the answer or throw.',
    cause: 'answer',
  },
  refused: {
    code: 'callbackHandler',
    message:
      "The handler declares three parameters: nodejs24.x refuses it at its start, async or not, and every call fails. Make it async with two, and return the answer; or deploy it on nodejs22.x, and pass runtime: 'nodejs22.x'.",
    cause: 'refused',
  },
  missed: {
    code: 'callbackHandler',
    message:
      "The handler failed as it answers by its callback or by context.done, succeed or fail, which nodejs24.x does not have. Make it async, and return the answer or throw; or deploy it on nodejs22.x, where they are heard, and pass runtime: 'nodejs22.x'.",
    cause: 'missed',
  },
} as const satisfies Record<string, Warning>;

/** How an error of nodejs24.x says that one of them is not there. */
export const olderWays = /\b(done|succeed|fail|callback|cb) is not a function$/;

/** A promise that is not settled, or a callback that is not called, when nothing is left that could do it. */
export const neverAnswered = {
  callback: {
    code: 'neverAnswered',
    message:
      'The handler never called its callback, and nothing was left that could call it: nodejs22.x and older answer null, and the records count as processed. Make it async, and return the answer.',
    cause: 'callback',
  },
  returns: {
    code: 'neverAnswered',
    message:
      'The promise of the handler was never settled, and nothing was left that could settle it: the process ends and the call fails. On nodejs22.x and older the same counts as a success without an answer. Look for a promise that nobody resolves.',
  },
  callbacks: {
    code: 'neverAnswered',
    message:
      'The promise of the handler was never settled, and nothing was left that could settle it: nodejs22.x and older answer null, and the records count as processed. On nodejs24.x the call fails. Look for a promise that nobody resolves.',
  },
} as const satisfies Record<string, Warning>;

/** Told once a run, and only if the late call comes while the simulation is still running: it does not wait for it. */
export const lateAnswer: Warning = {
  code: 'lateAnswer',
  message:
    'The handler called its callback, context.done, context.fail or context.succeed after it had answered: that call counts for nothing. Answer once: an async handler has answered when its promise is settled.',
};

export const realTimeout: Warning = {
  code: 'realTimeout',
  message:
    'The handler really took longer than functionTimeoutMs, so this time-out depends on the machine. It is waited for like this once: later calls get twice the real time of the slowest that answered, or what realTimeoutMs says. Spend virtual time with `elapse`, or raise functionTimeoutMs.',
};

/** One that says that records failed. */
export const synchronousReport: Warning = {
  code: 'synchronousReport',
  message:
    'The handler reports failures without a promise, and is not heard: nodejs22.x and older hear only promises and callbacks, and the records count as processed. Make it async.',
};

/** An answer that is none. */
export const returnedOnly = {
  error: {
    code: 'returnedError',
    message:
      'The handler answers with an Error, and does not throw it: Lambda hears a success, and the records count as processed. Throw it, or report the records that failed.',
  },
  generator: {
    code: 'returnedGenerator',
    message:
      'The handler is a generator: Lambda does not run it, hears a success, and the records count as processed. Make it an async function, without the *.',
  },
  collection: {
    code: 'returnedCollection',
    message:
      'The handler reports failures in a Map or a Set, of which JSON makes {}: Lambda hears a success, and the records count as processed. Answer with a plain object and a list.',
  },
  hidden: {
    code: 'returnedHidden',
    message:
      'The handler answers with an object that holds a report of failures where JSON does not look (a getter of a class, an inherited or hidden property, a symbol, a name given to a list, or behind its own toJSON): Lambda hears a success, and the records count as processed. Answer with a plain object and a list.',
  },
} as const satisfies Readonly<Record<string, Warning>>;
