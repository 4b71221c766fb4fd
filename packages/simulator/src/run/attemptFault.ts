import { attemptFaults } from '../scenario/attemptFaults.ts';
import { type CrashPoint, type FaultyEffect, isEffectFault } from '../scenario/effectFault.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';
import type { Fault } from '../scenario/scenarioOptions.ts';
import { describeOption } from '../words/describeOption.ts';
import { givenText } from '../words/givenText.ts';

/** The part of an answer of `faults` that is about an effect, if any; refuses what is no fault of a call that runs. */
export function effectFaultOf(
  fault: Exclude<Fault, 'throttle' | 'serviceError'> | undefined,
): CrashPoint | FaultyEffect | undefined {
  if (fault === undefined || fault === 'timeout' || fault === 'crash' || fault === 'redeliver') return undefined;
  if (isEffectFault(fault)) return fault;
  throw new ScenarioError(
    'InvalidOption',
    `\`faults\` answered ${describeOption(fault)}, expected ${attemptFaults.map((name) => `'${name}'`).join(', ')}, { crashAtEffect, moment, as }, { effect, fault } or undefined, at once.`,
  );
}

/** Refuses a fault of an effect where nobody sees effects: it could not happen. */
export function refuseUnobserved(fault: CrashPoint | FaultyEffect | undefined): void {
  if (fault === undefined) return;
  throw new ScenarioError(
    'InvalidOption',
    `\`faults\` answered ${givenText(fault)}, and nobody sees the effects of the handler. Import '@millrace/effects' first.`,
  );
}
