import type { Attempt, Fault } from '@millrace/simulator';
import { UsageError } from '../shell/usageError.ts';

const names = ['throttle', 'serviceError', 'timeout', 'crash'] as const satisfies readonly Fault[];

/** The faults that `--fault throttle@3` asks for: the name of a fault, and which attempt of the run it meets, from 1. */
export function faultsAt(written: readonly string[]): ((attempt: Attempt) => Fault | undefined) | undefined {
  if (written.length === 0) return undefined;
  const faults = new Map<number, (typeof names)[number]>();
  for (const text of written) {
    const [, name, at] = /^(\w+)@(\d+)$/u.exec(text) ?? [];
    const fault = names.find((known) => known === name);
    if (fault === undefined || Number(at) < 1) {
      throw new UsageError(
        `--fault ${text} is no fault: write ${names.join(', ')}, then @ and which attempt of the run it meets, from 1, such as --fault throttle@3.`,
      );
    }
    const other = faults.get(Number(at));
    if (other !== undefined && other !== fault) {
      throw new UsageError(
        `--fault ${text} meets the same attempt as --fault ${other}@${at}. An attempt has one fault.`,
      );
    }
    faults.set(Number(at), fault);
  }
  return ({ index }) => faults.get(index + 1);
}
