import type { ExploreOptions } from '@millrace/explore';
import { centsOf, type Context, type Event, eventOf, idOf, lanes, mapping, numberOf, records, world } from './world.ts';

/** A mistake that handlers make, and the story that is to be told of it. */
export interface Mistake {
  readonly name: string;
  readonly options: Pick<ExploreOptions, 'setup' | 'records' | 'mapping' | 'faults'>;
  readonly code: string;
  readonly story: RegExp;
}

const on = (
  setup: ExploreOptions['setup'],
  more: Partial<Pick<ExploreOptions, 'mapping' | 'faults'>> = {},
): Mistake['options'] => ({ setup, records, mapping, ...more });

export const mistakes: readonly Mistake[] = [
  {
    name: 'adds up what may come again',
    options: on(() => {
      const { observe, add } = world();
      const handler = async ({ Records }: Event) => {
        for (const record of Records) await add(centsOf(record), eventOf(record));
      };
      return { handler, observe };
    }),
    code: 'finalStateDiffers',
    story: /`ledger\.add` ran again for record 1\. `total` is 20, without faults 10\./,
  },
  {
    name: 'takes the request id for the name of a delivery',
    options: on(() => {
      const { observe, addOnce } = world();
      const handler = async ({ Records }: Event, { awsRequestId }: Context) => {
        for (const record of Records) await addOnce(centsOf(record), `${awsRequestId}/${numberOf(record)}`);
      };
      return { handler, observe };
    }),
    code: 'finalStateDiffers',
    story: /Record 1 was delivered again after the function had answered\. `ledger\.addOnce` ran again for record 1\./,
  },
  {
    name: 'remembers before it acts',
    options: on(() => {
      const { observe, add, isSeen, remember } = world();
      const handler = async ({ Records }: Event) => {
        for (const record of Records) {
          if (await isSeen(eventOf(record))) continue;
          await remember(eventOf(record));
          await add(centsOf(record), eventOf(record));
        }
      };
      return { handler, observe };
    }),
    code: 'finalStateDiffers',
    story: /`ledger\.add` did not run for record 1, where it does without faults\. `total` is 0, without faults 10\./,
  },
  {
    name: 'remembers after it has acted',
    options: on(() => {
      const { observe, add, isSeen, remember } = world();
      const handler = async ({ Records }: Event) => {
        for (const record of Records) {
          if (await isSeen(eventOf(record))) continue;
          await add(centsOf(record), eventOf(record));
          await remember(eventOf(record));
        }
      };
      return { handler, observe };
    }),
    code: 'finalStateDiffers',
    story: /The process crashed when `ledger\.add` \(effect 2\) was done and its answer had not come/,
  },
  {
    name: 'swallows errors',
    options: on(() => {
      const { observe, put } = world();
      const handler = async ({ Records }: Event) => {
        for (const record of Records) await put(idOf(record), centsOf(record)).catch(() => undefined);
      };
      return { handler, observe };
    }),
    code: 'finalStateDiffers',
    story: /`table\.put` \(effect 1\) was refused in the call with record 1\. `table\.put` did not run for record 1/,
  },
  {
    name: 'looks at the first record only',
    options: on(() => {
      const { observe, put } = world();
      const handler = async ({ Records: [record] }: Event) => record && put(idOf(record), centsOf(record));
      return { handler, observe };
    }),
    code: 'skippedInBatch',
    story: /No fault was needed\. Records have an effect when they come alone, and none in a batch: record 2\./,
  },
  {
    name: 'returns inside of the loop',
    options: on(() => {
      const { observe, put } = world();
      const handler = async ({ Records }: Event) => {
        for (const record of Records) {
          if (idOf(record) === '') continue;
          return put(idOf(record), centsOf(record));
        }
        return undefined;
      };
      return { handler, observe };
    }),
    code: 'skippedInBatch',
    story: /Records have an effect when they come alone, and none in a batch/,
  },
  {
    name: 'keeps a total in the process',
    options: on(
      () => {
        const { observe, write } = world();
        const process = () => {
          let total = 0;
          const done = new Set<string>();
          return async ({ Records }: Event) => {
            for (const record of Records) {
              if (!done.has(eventOf(record))) total += centsOf(record);
              done.add(eventOf(record));
            }
            await write(total);
          };
        };
        return { handler: process(), observe, restart: process };
      },
      { mapping: { ...mapping, BatchSize: 1 } },
    ),
    code: 'finalStateDiffers',
    story: /`total` is \d+, without faults \d+\./,
  },
  {
    name: 'shares a variable among calls',
    options: on(
      () => {
        const { observe, put } = world();
        let current = '';
        const handler = async ({ Records }: Event) => {
          for (const record of Records) {
            current = idOf(record);
            await Promise.resolve();
            await put(current, centsOf(record));
          }
        };
        return { handler, observe };
      },
      { mapping: lanes, faults: ['interleave'] },
    ),
    code: 'finalStateDiffers',
    story: /went on at their awaits as Node\.js let them/,
  },
  {
    name: 'reads, adds and writes back',
    options: on(
      () => {
        const { observe, read, write, isSeen, remember } = world();
        const handler = async ({ Records }: Event) => {
          for (const record of Records) {
            if (await isSeen(eventOf(record))) continue;
            await remember(eventOf(record));
            await write((await read()) + centsOf(record));
          }
        };
        return { handler, observe };
      },
      { mapping: lanes, faults: ['interleave'] },
    ),
    code: 'finalStateDiffers',
    story: /Calls took turns in one process: .* heard of `ledger\.read`.*`total` is \d+, without faults \d+\./,
  },
  {
    name: 'goes on behind a failure',
    options: on(
      () => {
        const { observe, add } = world();
        const handler = async ({ Records }: Event) => {
          const batchItemFailures: object[] = [];
          for (const record of Records) {
            await add(centsOf(record), eventOf(record)).catch(() =>
              batchItemFailures.push({ itemIdentifier: numberOf(record) }),
            );
          }
          return { batchItemFailures };
        };
        return { handler, observe };
      },
      { faults: ['effectRefused'] },
    ),
    code: 'finalStateDiffers',
    story: /`ledger\.add` \(effect 1\) was refused in the call with records 1–2\. `ledger\.add` ran again for record 2/,
  },
  {
    name: 'reports the wrong identifier',
    options: on(
      () => {
        const { observe, add } = world();
        const handler = async ({ Records }: Event) => {
          for (const record of Records) {
            try {
              await add(centsOf(record), eventOf(record));
            } catch {
              return { batchItemFailures: [{ itemIdentifier: eventOf(record) }] };
            }
          }
          return { batchItemFailures: [] };
        };
        return { handler, observe };
      },
      { faults: ['effectRefused'] },
    ),
    code: 'finalStateDiffers',
    story: /`ledger\.add` \(effect 2\) was refused in the call with records 1–2\. `ledger\.add` ran again for record 1/,
  },
  {
    name: 'does all records of a batch at once',
    options: on(
      () => {
        const { observe, put } = world();
        const handler = async ({ Records }: Event) => {
          await Promise.all(Records.map(async (record) => put(idOf(record), centsOf(record))));
        };
        return { handler, observe };
      },
      { faults: ['effectRefused'] },
    ),
    code: 'effectsOutOfOrder',
    story: /came after one of .*, a later change of the same item/,
  },
  {
    name: 'cannot live without the first record of an item',
    options: on(
      () => {
        const { observe, put } = world();
        const known = new Set<string>();
        const handler = async ({ Records }: Event) => {
          for (const record of Records) {
            if (record.eventName === 'INSERT') known.add(idOf(record));
            if (!known.has(idOf(record))) throw new Error(`${idOf(record)} is not known`);
            await put(idOf(record), centsOf(record));
          }
        };
        return { handler, observe };
      },
      { mapping: { ...mapping, StartingPosition: 'LATEST', MaximumRetryAttempts: 2 }, faults: ['missedByLatest'] },
    ),
    code: 'recordLost',
    story: /record/,
  },
];
