import http from 'node:http';
import https from 'node:https';
import { EffectError } from '../observer/effectError.ts';
import { stableCopy } from '../call/stableCopy.ts';
import type { ActiveInterception, HeldState } from '../observer/observer.ts';
import { theObserver } from '../observer/theObserver.ts';
import type { StandIns } from '../standIns/standIns.ts';
import type { Answers } from './answerAtPlace.ts';
import { interceptBindings } from './bindings.ts';
import { forgetCallers } from './caller.ts';
import { interceptConnections } from './connections.ts';
import { interceptDatagrams } from './datagrams.ts';
import { hostRules } from './hostRules.ts';
import { interceptNames } from './names.ts';
import { interceptOlderConnections } from './olderConnections.ts';
import { Patches } from './patches.ts';
import { forgetOurs } from './ours.ts';
import { interceptProcesses } from './processes.ts';
import type { WebRules } from './webRequest.ts';

/** What interception lets through, and what it answers. */
export interface InterceptOptions {
  /** What answers in the place of services; other hosts that speak HTTPS then get 200 and `{}`. */
  readonly standIns?: StandIns;
  /** What requests are answered with; comes before the stand-ins, and before hosts that may be reached. */
  readonly answers?: Answers;
  /** Hosts that may be reached in truth: `api.example.com`, `10.0.0.5:6379`, `*.example.com`. Loopback always may. */
  readonly allowHosts?: readonly string[];
  /** Whether child processes and worker threads may be started; default: not. */
  readonly allowProcesses?: boolean;
  /**
   * The next interception takes the place of this one for as long as it is on, where it would be refused otherwise. Default:
   * not.
   *
   * @internal For the commands of millrace, which intercept what may intercept by itself.
   */
  readonly givesWay?: boolean;
}

/** Interception that is on. */
export interface Interception {
  /** What was refused so far, also what was asked for outside of an invocation. */
  readonly refusals: readonly EffectError[];
  /** Puts Node's modules back as they were, and ends the connections that were answered here. */
  restore(): void;
}

/**
 * From now on nothing leaves this machine but for what is allowed: a connection to anything but loopback is answered by a
 * stand-in, or refused with an {@link EffectError} `LeavesMachine` that names the host, who asked, and the option that allows
 * it. Requests are effects of the invocation that makes them, those to loopback too. It holds for `http`, `https`, `fetch`,
 * undici, HTTP/2, sockets, names, datagrams, child processes and worker threads.
 *
 * Turn it on before the handler is loaded: a function of Node that was taken out of its module before is not seen, though a
 * connection that it makes is still refused.
 *
 * @example
 * const interception = interceptEffects({ answers: { 'POST api.example.com/charge': { body: { id: 'ch_1' } } } });
 * const trace = await simulate({ handler, records, mapping });
 * interception.restore();
 */
export function interceptEffects(options: InterceptOptions = {}): Interception {
  const observer = theObserver();
  const before = observer.interception;
  if (before?.givesWay === false) {
    throw new EffectError(
      'EffectMisused',
      'Effects are intercepted already. Call restore() of that interception first.',
    );
  }
  before?.pause();
  const { standIns, answers, allowHosts = [], allowProcesses = false, givesWay = false } = options;
  const refusals: EffectError[] = [];
  const rules: WebRules = {
    standIns,
    answers,
    passes: hostRules(allowHosts),
    connections: new Set(),
    onRefused: (error) => refusals.push(error as EffectError),
  };
  const held: HeldState | undefined = standIns && {
    reset: () => standIns.reset(),
    state: async (records) => {
      const recordsText = JSON.stringify(records);
      return stableCopy(await standIns.state(), Date.now, (piece) => recordsText.includes(piece));
    },
  };
  let patches: Patches | undefined;
  let isOver = false;
  const begin = (): void => {
    patches = patchesBy(rules, allowProcesses);
    patches.apply();
    // What these keep open was made before.
    http.globalAgent.destroy();
    https.globalAgent.destroy();
    observer.interception = interception;
    observer.held = held;
  };
  const pause = (): void => {
    patches?.restore();
    for (const connection of rules.connections) connection.destroy();
    forgetCallers();
    forgetOurs();
    observer.interception = undefined;
    observer.held = undefined;
  };
  const interception: Interception & ActiveInterception = {
    refusals,
    givesWay,
    pause,
    resume: () => {
      if (!isOver) begin();
    },
    restore: () => {
      isOver = true;
      if (observer.interception !== interception) return;
      pause();
      before?.resume();
    },
  };
  begin();
  return interception;
}

function patchesBy(rules: WebRules, allowProcesses: boolean): Patches {
  const patches = new Patches();
  interceptConnections(patches, rules);
  interceptOlderConnections(patches, rules);
  interceptNames(patches, rules);
  interceptDatagrams(patches, rules);
  interceptProcesses(patches, rules, allowProcesses);
  interceptBindings(patches, rules);
  return patches;
}
