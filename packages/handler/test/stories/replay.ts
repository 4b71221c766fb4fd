import type { Logger } from '@millrace/handler';
import { type LambdaHandler, type ScenarioOptions, simulate } from '@millrace/simulator';
import { inserted } from '../orders.ts';
import { expectGolden } from './golden.ts';

/** What a story says of its scenario; the rest is the same in all. */
interface Story extends Omit<Partial<ScenarioOptions>, 'mapping' | 'handler'> {
  readonly count?: number;
  readonly itemOf?: (sequenceNumber: number) => string;
  readonly mapping?: Partial<ScenarioOptions['mapping']>;
}

/** What happened outside: every effect in its order, and the warnings and errors that were logged. */
export class Ledger {
  readonly effects: string[] = [];
  readonly log: string[] = [];
  readonly logger: Logger = {
    debug() {},
    warn: (message) => void this.log.push(`warn  ${message}`),
    error: (message) => void this.log.push(`error ${message}`),
  };

  /** How often each effect happened after the first time. */
  get duplicates(): number {
    return this.effects.length - new Set(this.effects).size;
  }
}

/** Replays a story and compares it with its golden file: effects and log first, then every step of the mapping. */
export async function replay(
  name: string,
  ledger: Ledger,
  handler: LambdaHandler,
  { count = 5, itemOf = (number) => `order-${number}`, mapping, ...scenario }: Story,
) {
  const trace = await simulate({
    handler,
    records: Array.from({ length: count }, (_, index) => inserted(index + 1, itemOf(index + 1))),
    ...scenario,
    mapping: {
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 3,
      ...mapping,
    },
  });
  const sections = [
    `${name}\n`,
    'effects',
    ...ledger.effects.map((line) => `  ${line}`),
    'log',
    ...ledger.log.map((line) => `  ${line}`),
  ];
  const text = `${sections.join('\n')}\n\n${trace.toText()}\n`;
  expectGolden(
    name,
    text.replaceAll(/x{100,}/g, ({ length }) => `(${length} x)`),
  );
  return trace;
}

/** Throws while it has lives left. */
export function failing(times: number, make: () => Error = () => new Error('not now')): () => void {
  let left = times;
  return () => {
    if (left-- > 0) throw make();
  };
}
