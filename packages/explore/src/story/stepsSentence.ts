import type { EffectEvent, Trace } from '@millrace/simulator';
import type { Records } from '../running/runOptions.ts';
import type { Step } from '../running/turnstile.ts';
import { recordNames } from './recordNames.ts';

const most = 12;

/** In which order calls that were under way at once, or the effects of one call, went on. */
export function stepsSentence(steps: readonly Step[], trace: Trace, records: Records): string {
  const began = new Set<number>();
  const told = steps.map(({ call, effect }) => {
    const name = recordNames(records, trace.invocations[call]?.sequenceNumbers ?? []);
    const again = trace.invocations.slice(0, call).some((one) => isSame(one, trace.invocations[call]));
    if (effect === 0) {
      began.add(call);
      return `${name} began${again ? ' again' : ''}`;
    }
    return `${name} heard of ${effectOf(trace, call, effect)}`;
  });
  const list = [...told.slice(0, most), ...(told.length > most ? [`and ${told.length - most} more steps`] : [])];
  const what = began.size === 1 ? 'The effects of a call ended in another order' : 'Calls took turns in one process';
  return `${what}: ${list.join(', ')}.`;
}

type Invocation = Trace['invocations'][number];

function isSame(one: Invocation, other: Invocation | undefined): boolean {
  return one.sequenceNumbers.join() === other?.sequenceNumbers.join();
}

function effectOf({ events }: Trace, call: number, number: number): string {
  const found = events.find(
    (event): event is EffectEvent => event.type === 'effect' && event.invocation === call && event.number === number,
  );
  return found === undefined ? `effect ${number}` : `\`${found.name}\``;
}
