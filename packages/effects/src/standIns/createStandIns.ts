import type { EffectFault } from '@millrace/simulator';
import { replyByName } from './answerTable.ts';
import type { AnswerTable } from './answerTable.ts';
import type { Call } from './call.ts';
import type { DescribedEffect } from './describedEffect.ts';
import { andThen, type Eventually, promised, unlessFailed } from './eventually.ts';
import { dynamoDb } from './dynamodb/dynamoDb.ts';
import type { TableDefinition } from './dynamodb/tableDefinition.ts';
import { createTables } from './dynamodb/tables.ts';
import type { Fields } from './fields.ts';
import { isReading } from './isReading.ts';
import { answerOther, describeOther } from './otherHosts.ts';
import type { OutgoingAnswer } from './outgoingAnswer.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';
import { encodeAnswer } from './protocol/encodeAnswer.ts';
import type { Wording } from './protocol/encodeAnswer.ts';
import { encodeFailure } from './protocol/encodeFailure.ts';
import type { RawAnswer } from './rawAnswer.ts';
import { recognise } from './recognise.ts';
import type { Recognised } from './recognise.ts';
import { replyOverRaw } from './replyOverRaw.ts';
import { requestText } from './requestText.ts';
import type { Failure } from './service.ts';
import { ServiceFailure } from './serviceFailure.ts';
import { awsServices } from './services/awsServices.ts';
import { selfContained } from './selfContained.ts';
import { createShelf } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import type { StandInsWithTables } from './standIns.ts';

/** What stand-ins can be told before they begin. */
export interface StandInsOptions {
  /** The tables of DynamoDB, as CreateTable and templates have them. Default: tables are made when they are first used. */
  readonly tables?: readonly TableDefinition[];
  /** What to answer instead, by the name of the effect, such as `POST api.example.com/charge`. */
  readonly answers?: AnswerTable;
}

const timeout: Failure = { code: 'RequestTimeout', status: 408, message: 'The request was not done in time.' };

/**
 * Stand-ins for the services of AWS and for every other host, in this process and with a state of their own: nothing is
 * sent, and what is put can be got.
 *
 * @example
 * const services = standIns({ answers: { 'POST api.example.com/charge': { status: 201, body: { id: 'ch_1' } } } });
 * const url = new URL('https://api.example.com/charge');
 * const answer = await services.answer({ method: 'POST', url, headers: {}, body: new Uint8Array() });
 */
export function standIns(options: StandInsOptions = {}): StandInsWithTables {
  const { answers = {}, tables: declared = [] } = options;
  const tables = createTables(declared);
  const services = [dynamoDb(tables), ...awsServices];
  const shelves = new Map<string, Shelf>();
  const memories = new Map<string, Shelf>();
  const understood = new WeakMap<OutgoingRequest, Recognised | 'other'>();
  let ids = 0;
  let requests = 0;

  const id = (): string => uuidOf(++ids);

  function understand(request: OutgoingRequest): Recognised | undefined {
    const known = understood.get(request) ?? recognise(request, services) ?? 'other';
    understood.set(request, known);
    return known === 'other' ? undefined : known;
  }

  function describe(request: OutgoingRequest): DescribedEffect | undefined {
    if (isOfTheMachine(request.url)) return undefined;
    const known = understand(request);
    if (known !== undefined) {
      const { input, service, operation } = known;
      const kind = service.operations[operation]?.kind ?? (isReading(operation) ? 'read' : 'write');
      return effectOf(nameOf(known), kind, hasOwnBody(known) ? { ...input, Body: request.body } : input);
    }
    const { name, kind, call } = describeOther(request);
    // What is not encrypted is no service on the internet: it is for whoever asks to say what becomes of it.
    const isAnswered = request.url.protocol === 'https:' || replyByName(answers, name, call, request) !== undefined;
    return isAnswered ? effectOf(name, kind, call) : undefined;
  }

  function callOf({ service }: Recognised, request: OutgoingRequest, partly: boolean): Call {
    return {
      request,
      shelf: shelfOf(shelves, service.name),
      memory: shelfOf(memories, service.name),
      id,
      partly,
      fails: (index, count) => partly && index === count - 1,
    };
  }

  function perform(known: Recognised, request: OutgoingRequest, partly: boolean): Eventually<Fields | RawAnswer> {
    const { service, operation, input } = known;
    const done: Eventually<Fields | RawAnswer | undefined> = service.operations[operation]?.answer?.(
      input,
      callOf(known, request, partly),
    );
    return andThen(done, (answer) => {
      if (service.operations[operation] === undefined) keepUnknown(known, shelfOf(shelves, service.name));
      const reply = partly ? undefined : replyByName(answers, nameOf(known), input, request);
      if (reply === undefined) return answer ?? {};
      return isRaw(answer) ? replyOverRaw(reply, answer) : { ...answer, ...reply };
    });
  }

  function answerKnown(known: Recognised, request: OutgoingRequest, fault?: EffectFault): Eventually<OutgoingAnswer> {
    const { service, operation, protocol } = known;
    const contentType = request.headers['content-type'] ?? '';
    const wording: Wording = { service, operation, protocol, contentType, requestId: uuidOf(++requests) };
    const act = (): Eventually<OutgoingAnswer> => {
      const canFailPartly = service.operations[operation]?.canFailPartly ?? false;
      const partly = fault === 'partlyFail' && canFailPartly;
      if (fault === 'refuse') throw new ServiceFailure(service.refusal);
      if (fault === 'timeout') throw new ServiceFailure(timeout);
      // What cannot fail in part is throttled whole.
      if (fault === 'throttle' || (fault === 'partlyFail' && !canFailPartly))
        throw new ServiceFailure(service.throttling);
      return andThen(perform(known, request, partly), (answer) => {
        const said = isRaw(answer) ? withId(answer.raw, wording.requestId) : encodeAnswer(answer, wording);
        return partly ? { ...said, failedInPart: true } : said;
      });
    };
    return unlessFailed(act, (error) => {
      if (error instanceof ServiceFailure) return encodeFailure(error, wording);
      throw error;
    });
  }

  function answerAny(request: OutgoingRequest, fault?: EffectFault): Eventually<OutgoingAnswer> {
    if (isOfTheMachine(request.url)) return { status: 404, headers: {}, body: '' };
    const known = understand(request);
    if (known !== undefined) return answerKnown(known, request, fault);
    const { name, kind, call } = describeOther(request);
    const isDone = fault === undefined || fault === 'answerLost';
    if (isDone && kind === 'write') shelfOf(shelves, 'http').append(name, call);
    return answerOther(isDone ? replyByName(answers, name, call, request) : undefined, fault);
  }

  return selfContained({
    describe,
    answer: (request, fault) => promised(() => answerAny(request, fault)),
    state() {
      const held = [...shelves].map(([name, shelf]) => [name, shelf.contents()] as const);
      const all = [['dynamodb', tables.contents()] as const, ...held];
      const some = all.filter(([, contents]) => Object.keys(contents).length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
      return Promise.resolve(Object.fromEntries(some));
    },
    table(name: string) {
      const specification = declared.find(({ TableName }) => TableName === name)?.StreamSpecification;
      const view = specification?.StreamViewType;
      return { ...(view !== undefined && { view }), connect: (tell) => tables.connect(name, tell) };
    },
    reset() {
      ids = 0;
      requests = 0;
      shelves.clear();
      memories.clear();
      tables.reset();
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
}

/** Ids count, so that they are the same in each run. */
function uuidOf(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

function nameOf({ service, operation, input }: Recognised): string {
  const about = service.operations[operation]?.about?.(input);
  return `${service.name}.${operation}${about === undefined || about === '' ? '' : ` ${about}`}`;
}

/** The key is worked out when it is asked for: whoever knows the records makes a better one of the call. */
function effectOf(name: string, kind: DescribedEffect['kind'], call: unknown): DescribedEffect {
  return {
    name,
    kind,
    call,
    get key() {
      return `${name} ${requestText(call, Date.now())}`;
    },
  };
}

/** What an operation that no table knows was asked for is in the state, when it does not read. */
function keepUnknown({ operation, input }: Recognised, shelf: Shelf): void {
  if (!isReading(operation)) shelf.append(operation, input);
}

function shelfOf(shelves: Map<string, Shelf>, name: string): Shelf {
  const shelf = shelves.get(name) ?? createShelf();
  shelves.set(name, shelf);
  return shelf;
}

function isRaw(answer: Fields | RawAnswer | undefined): answer is RawAnswer {
  return answer !== undefined && 'raw' in answer;
}

function withId(answer: OutgoingAnswer, requestId: string): OutgoingAnswer {
  return { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId } };
}

/** Whether what is put is the body itself, such as an object or the payload of a function. */
function hasOwnBody({ service, operation }: Recognised): boolean {
  return (service.name === 's3' && /^(Put|Upload|Delete|Complete)/.test(operation)) || service.name === 'lambda';
}

/** Where a machine at AWS asks for its credentials: no effect of a handler, and not there. */
function isOfTheMachine(url: URL): boolean {
  return url.hostname === '169.254.169.254' || url.hostname === '169.254.170.2' || url.hostname === '[fd00:ec2::254]';
}
