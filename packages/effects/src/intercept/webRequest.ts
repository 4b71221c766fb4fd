import type { EffectFault } from '@millrace/simulator';
import { failedInPart } from '../call/failedInPart.ts';
import type { Effect, EffectRequest } from '../observer/effect.ts';
import { theObserver } from '../observer/theObserver.ts';
import { type Eventually, promised } from '../standIns/eventually.ts';
import type { OutgoingAnswer } from '../standIns/outgoingAnswer.ts';
import type { OutgoingRequest } from '../standIns/outgoingRequest.ts';
import type { StandIns } from '../standIns/standIns.ts';
import { type Answers, answerAtPlace, answerOf } from './answerAtPlace.ts';
import { describeRequest } from './describeRequest.ts';
import { type Hearer, isReached } from './isReached.ts';
import { withoutInterception } from './ours.ts';
import { isSelfContained } from '../standIns/selfContained.ts';
import { refusal } from './refusal.ts';

/** How requests are answered. */
export interface WebRules {
  readonly standIns: StandIns | undefined;
  readonly answers: Answers | undefined;
  /** Whether a host may be reached in truth. */
  readonly passes: (host: string, port?: number | string) => boolean;
  /** The connections that stand in memory. */
  readonly connections: Set<{ destroy(): void }>;
  /** Told of what was refused. */
  readonly onRefused: (error: Error) => void;
}

/** Who would really hear a request, and what asks him. */
export interface RealHost extends Hearer {
  readonly forward: () => Promise<OutgoingAnswer>;
}

/**
 * What becomes of a request: an answer; `forward`, which gives the real one; an error with which the connection breaks; or
 * nothing at all, ever, where the process is gone.
 */
export type WebOutcome =
  | { readonly kind: 'answer'; readonly answer: OutgoingAnswer }
  | { readonly kind: 'broken'; readonly error: Error }
  | { readonly kind: 'silence' };

/** Answers a request as the rules say it, as an effect of the invocation whose code is running. */
export function webRequest(
  request: OutgoingRequest,
  rules: WebRules,
  real: RealHost,
  stack: () => string,
): Promise<WebOutcome> {
  return promised(() => outcomeOf(request, rules, real, stack));
}

function outcomeOf(
  request: OutgoingRequest,
  rules: WebRules,
  real: RealHost,
  stack: () => string,
): Eventually<WebOutcome> {
  if (machine.has(request.url.hostname)) return { kind: 'answer', answer: answerOf({ status: 404, body: '' }) };
  const plan = planOf(request, rules, real, stack);
  const observer = theObserver();
  const effect = observer.begin(() => plan.described);
  if (effect === undefined) return plainly(plan, observer.scope()?.inside);
  if (effect === 'gone' || effect.fate === 'gone') return { kind: 'silence' };
  return effect.inside(() => actOutRequest(effect, plan));
}

/** Where a machine at AWS asks for its credentials: no effect of a handler, and no such machine. */
const machine = new Set(['169.254.169.254', '169.254.170.2', '[fd00:ec2::254]']);

/** How a request is answered, whatever becomes of it. */
interface Plan {
  readonly described: EffectRequest;
  /** Does it and answers; `undefined` where nothing stands in. */
  readonly answer: ((fault?: EffectFault) => Promise<OutgoingAnswer>) | undefined;
  readonly refuse: () => Error;
}

function planOf(request: OutgoingRequest, rules: WebRules, real: RealHost, stack: () => string): Plan {
  const { standIns, answers, passes, onRefused } = rules;
  const { url } = request;
  const isAllowed = passes(url.hostname, url.port);
  const mayPass = isAllowed && isReached(url.hostname, real, passes);
  const refuse = (): Error => {
    const error = refusal('connection', isAllowed ? `${real.host}:${real.port}` : url.host, stack());
    onRefused(error);
    return error;
  };
  const written = answerAtPlace(answers, request);
  const known = written === undefined && !mayPass ? standIns?.describe(request) : undefined;
  const described = known ?? describeRequest(request);
  const plan = { described: { name: described.name, kind: described.kind, call: described.call }, refuse };
  if (written !== undefined) return { ...plan, answer: async (fault) => faultAnswer(fault) ?? written };
  if (known !== undefined && standIns !== undefined) {
    const answer = (fault?: EffectFault): Promise<OutgoingAnswer> => standIns.answer(request, fault);
    // To remember whose request it is costs every promise that is made meanwhile.
    return {
      ...plan,
      answer: isSelfContained(standIns) ? answer : (fault) => withoutInterception(() => answer(fault)),
    };
  }
  if (mayPass) return { ...plan, answer: async (fault) => faultAnswer(fault) ?? real.forward() };
  // Any other host that speaks HTTPS is content with an empty answer, where stand-ins are asked for.
  const isOther = standIns !== undefined && url.protocol === 'https:';
  return { ...plan, answer: isOther ? async (fault) => faultAnswer(fault) ?? answerOf({}) : undefined };
}

/** What a host of which nothing is known would answer for a fault. */
function faultAnswer(fault: EffectFault | undefined): OutgoingAnswer | undefined {
  if (fault === 'refuse') return answerOf({ status: 403, body: { message: 'Forbidden' } });
  if (fault === 'throttle') return answerOf({ status: 429, body: { message: 'Too Many Requests' } });
  return undefined;
}

/** Answers what is no effect of its own; in part, where the effect that it is done for is to fail in part. */
function plainly({ answer, refuse }: Plan, inside: Effect | undefined): Eventually<WebOutcome> {
  const fault = inside?.fate === 'partlyFail' ? inside.fate : undefined;
  if (answer === undefined) return { kind: 'broken', error: refuse() };
  return answer(fault).then((given) => ({ kind: 'answer', answer: given }));
}

async function actOutRequest(effect: Effect, { answer, refuse, described }: Plan): Promise<WebOutcome> {
  if (answer === undefined) {
    const error = refuse();
    return effect.end('refused', error) ? { kind: 'broken', error } : { kind: 'silence' };
  }
  const { fate } = effect;
  if (fate === 'timeout') {
    const turn = effect.turn();
    if (turn !== undefined) await turn;
    return broken(effect, 'timedOut', 'ETIMEDOUT', `${described.name} got no answer in time`);
  }
  const fault = fate === 'refuse' || fate === 'throttle' || fate === 'partlyFail' ? fate : undefined;
  let given: OutgoingAnswer;
  try {
    given = await answer(fault);
  } catch (error) {
    // The host was reached in truth, and the connection failed there.
    const turn = effect.turn();
    if (turn !== undefined) await turn;
    return effect.end('failed', error) ? { kind: 'broken', error: error as Error } : { kind: 'silence' };
  }
  const turn = effect.turn();
  if (turn !== undefined) await turn;
  if (fate === 'answerLost') {
    return broken(effect, 'answerLost', 'ECONNRESET', `${described.name} was done, and its answer was lost`);
  }
  const isHeard = endWith(effect, fault, given);
  return isHeard ? { kind: 'answer', answer: given } : { kind: 'silence' };
}

function endWith(
  effect: Effect,
  fault: 'refuse' | 'throttle' | 'partlyFail' | undefined,
  given: OutgoingAnswer,
): boolean {
  if (fault === 'refuse') return effect.end('refused', errorIn(given));
  if (fault === 'throttle') return effect.end('throttled', errorIn(given));
  // What cannot fail in part is throttled whole.
  if (given.status >= 400) return effect.end(fault === 'partlyFail' ? 'throttled' : 'failed', errorIn(given));
  const isPart = fault === 'partlyFail' && (given.failedInPart ?? failedInPart(fieldsIn(given)));
  return effect.end(isPart ? 'partlyFailed' : 'done');
}

function broken(effect: Effect, outcome: 'timedOut' | 'answerLost', code: string, what: string): WebOutcome {
  // With the code that a socket would give: clients decide by it whether to try again.
  const error = Object.assign(new Error(`${what}, as its fault asks for.`), { code });
  return effect.end(outcome, error) ? { kind: 'broken', error } : { kind: 'silence' };
}

/** The name and the words of an error in an answer, in whichever of AWS's forms it has. */
function errorIn(answer: OutgoingAnswer): { readonly name: string; readonly message: string } {
  const fields = fieldsIn(answer) as Readonly<Record<string, unknown>>;
  const text = textOf(answer);
  const type =
    fields['__type'] ?? fields['code'] ?? answer.headers['x-amzn-errortype'] ?? /<Code>(.*?)</.exec(text)?.[1];
  const message = fields['message'] ?? fields['Message'] ?? /<Message>(.*?)</.exec(text)?.[1];
  const name = typeof type === 'string' ? type.replace(/^.*#/, '').replace(/:.*$/, '') : `HTTP ${answer.status}`;
  return { name, message: typeof message === 'string' ? message : '' };
}

function fieldsIn(answer: OutgoingAnswer): object {
  try {
    const parsed: unknown = JSON.parse(textOf(answer));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function textOf({ body }: OutgoingAnswer): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}
