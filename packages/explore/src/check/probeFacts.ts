import type { DynamoDBRecord } from 'aws-lambda';
import type { EffectEvent, Invocation, RecordFate, RuntimeName } from '@millrace/simulator';
import type { Asked } from './askedImage.ts';
import type { Probe } from './probe.ts';

/** What a probe showed, as plain data. */
export interface ProbeFacts {
  readonly probe: Probe;
  readonly calls: readonly Invocation[];
  readonly effects: readonly EffectEvent[];
  /** Writes that were done again, of the same name, key and record. */
  readonly repeated: readonly { readonly effect: EffectEvent; readonly times: number }[];
  readonly fates: readonly RecordFate[];
  /** What the stand-ins hold in the end. */
  readonly state: unknown;
  /** The same without clocks and what is drawn by chance, so that two runs can be compared. */
  readonly steadyState: unknown;
  /** Rejections and exceptions that left a call other than through its answer, in words. */
  readonly escapes: readonly Escaped[];
  /** The promise of a call was never settled, and nothing was left that could do it. */
  readonly isForgotten: boolean;
  /** Stacks of errors that the handler threw. */
  readonly thrown: readonly string[];
  /** What it did to its event: the path of the first difference. */
  readonly eventChange?: string;
  /** In a probe that `asks`: the attributes that its records do not have and were asked for. */
  readonly asked?: Asked;
  /** A call was cut off after real time: it was `waiting` for something, or the process was `busy` or had no processor, as on a slow machine. */
  readonly ranOut?: 'waiting' | 'busy';
  /** The run itself failed, or the process ended. */
  readonly died?: string;
}

export interface Escaped {
  readonly kind: 'rejection' | 'exception' | 'exit';
  readonly message: string;
}

/** What the child tells. */
export type CheckMessage =
  | { readonly kind: 'ready'; readonly records: readonly DynamoDBRecord[] }
  | { readonly kind: 'notLoaded'; readonly error: string; readonly unset: readonly Unset[] }
  | { readonly kind: 'facts'; readonly facts: ProbeFacts; readonly unset: readonly Unset[] };

export interface Unset {
  readonly name: string;
  readonly caller: string;
}

/** What the child is asked for. */
export interface CheckTask {
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runtime?: RuntimeName | undefined;
}
