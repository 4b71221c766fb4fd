import type { Capture, LoggedCall } from '../capture.ts';

/** What the function does at an item; without it the item succeeds. */
export interface Obey {
  readonly do?: 'throw' | 'report' | 'answer' | 'failFinalCall';
  /** How often; without it always. */
  readonly times?: number;
  /** With `answer`: what the function returns; a text SEQ in it is the sequence number, NUMBER the same without quotes. */
  readonly answer?: unknown;
  /** Bytes of the state that is returned. */
  readonly stateBytes?: number;
  /** Bytes of the text that is returned. */
  readonly answerBytes?: number;
  /** How long the call takes. */
  readonly sleepMs?: number;
  /** Bytes of an attribute that fills the item up. */
  readonly padBytes?: number;
  /** Records of one item have the same; without it each record is of an item of its own. */
  readonly item?: string;
}

/** A change of the mapping. */
export type Change =
  | { readonly do: 'disable' | 'enable' }
  | { readonly do: 'update'; readonly mapping: Readonly<Record<string, unknown>> };

/** `ask` asks for a change and goes on at once; a change alone is waited for. `trickle` writes an item every `everyMs`. */
export type Step =
  | { readonly do: 'put'; readonly items: readonly Obey[] }
  | { readonly do: 'trickle'; readonly everyMs: number; readonly forMs: number }
  | { readonly do: 'wait'; readonly forMs: number }
  | { readonly do: 'ask'; readonly change: Change }
  /** A reserved concurrency of 0, and none again. */
  | { readonly do: 'throttle' | 'release' }
  | Change;

/** What a capture says of a knob. */
export interface Verdict {
  readonly knob: string;
  readonly value: unknown;
  readonly because: string;
}

export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** The entries of `semantics` that it settles. */
  readonly knobs: readonly string[];
  /** Parameters of the mapping; stream, function, starting position and destination are added. */
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly hasDestination?: false;
  /** What is done while the mapping is disabled; it is enabled behind it. Without it the steps begin when the mapping is asked for. */
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
  /** No verdict on a knob means that the capture says nothing of it. */
  readonly decide: (capture: Capture) => readonly Verdict[];
}

export const minute = 60_000;
export const hour = 60 * minute;
export const fine: Obey = {};
export const reports = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
export const put = (...items: readonly Obey[]): Step => ({ do: 'put', items });
export const wait = (forMs: number): Step => ({ do: 'wait', forMs });

/** So many items that do the same. */
export function times(count: number, obey: Obey = fine): readonly Obey[] {
  return Array.from({ length: count }, () => obey);
}

/** From the start of each call to that of the next. */
export function gapsMs(calls: readonly LoggedCall[]): readonly number[] {
  return calls.slice(1).map(({ atMs }, at) => atMs - (calls[at]?.atMs ?? 0));
}

/** A verdict on the one knob of an experiment, where there is any. */
export function about(
  knob: string,
  decide: (capture: Capture) => { readonly value: unknown; readonly because: string } | undefined,
): Pick<Experiment, 'knobs' | 'decide'> {
  return {
    knobs: [knob],
    decide: (capture) => {
      const verdict = decide(capture);
      return verdict === undefined ? [] : [{ knob, ...verdict }];
    },
  };
}
