import { counted, type Attempt, attemptFaults, type CrashPoint, effectFaults, type Fault } from '@millrace/simulator';
import { UsageError } from '../shell/usageError.ts';

/** Where the process is gone, at an effect. */
const crashes = { crashBefore: 'before', crashDuring: 'during', crashAfter: 'after' } as const satisfies Readonly<
  Record<string, CrashPoint['moment']>
>;

/** The faults of `--fault`, each by its name: of a whole attempt, and of one effect of an attempt. */
export const faultNames = { ofAttempts: attemptFaults, ofEffects: [...effectFaults, ...Object.keys(crashes)] } as const;

/** The faults of a run, and, when it is over, a sentence about each that met no attempt. */
export interface AskedFaults {
  readonly at: (attempt: Attempt) => Fault | undefined;
  readonly unmet: () => readonly string[];
}

/**
 * The faults that `--fault throttle@3` and `--fault answerLost@3.1` ask for: the name of a fault, which attempt of the run it
 * meets, and which effect of that attempt, both from 1. `seesEffects`: whether anybody sees effects. @throws {UsageError}
 */
export function faultsAt(written: readonly string[], seesEffects: boolean): AskedFaults {
  const faults = new Map<number, { readonly text: string; readonly fault: Fault }>();
  for (const text of written) {
    const [, name = '', at, effect] = /^(\w+)@([1-9]\d*)(?:\.([1-9]\d*))?$/u.exec(text) ?? [];
    const fault = effect === undefined ? faultOfAttempt(name) : faultOfEffect(name, Number(effect));
    if (fault === undefined) throw noFault(text);
    if (typeof fault === 'object' && !seesEffects) {
      throw new UsageError(`--fault ${text} is a fault of an effect, and with --no-effects nobody sees effects.`);
    }
    const other = faults.get(Number(at));
    if (other !== undefined && other.text !== text) {
      throw new UsageError(
        `--fault ${text} meets the same attempt as --fault ${other.text}. An attempt has one fault.`,
      );
    }
    faults.set(Number(at), { text, fault });
  }
  let attempts = 0;
  return {
    at({ index }) {
      attempts = index + 1;
      return faults.get(attempts)?.fault;
    },
    unmet: () =>
      [...faults]
        .filter(([at]) => at > attempts)
        .map(([, { text }]) => `--fault ${text} met nothing: the run had ${counted(attempts, 'attempt')}.`),
  };
}

function faultOfAttempt(name: string): Fault | undefined {
  return attemptFaults.find((known) => known === name);
}

function faultOfEffect(name: string, effect: number): Fault | undefined {
  const fault = effectFaults.find((known) => known === name);
  if (fault !== undefined) return { effect, fault };
  const moment = Object.entries(crashes).find(([known]) => known === name)?.[1];
  return moment && { crashAtEffect: effect, moment };
}

function noFault(text: string): UsageError {
  return new UsageError(
    `--fault ${text} is no fault. Write ${faultNames.ofAttempts.join(', ')}, then @ and which attempt of the run it meets, from 1, such as ` +
      `--fault throttle@3; or ${faultNames.ofEffects.join(', ')}, and behind the attempt a dot and which of its effects, from 1, such as --fault answerLost@3.1.`,
  );
}
