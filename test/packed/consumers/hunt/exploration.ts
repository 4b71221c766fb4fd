import { type ExploreOptions } from '@millrace/explore';
import { defineStream, type } from '@millrace/records';

const orders = defineStream({ item: type<{ orderId: string }>(), keys: ['orderId'] });

/** A handler that counts twice what comes twice, for the threads of a hunt: in TypeScript, which they compile by themselves. */
export const exploration = (): ExploreOptions => ({
  setup: () => {
    let count = 0;
    return { handler: async ({ Records }) => void (count += Records.length), observe: () => count };
  },
  records: ['o-1', 'o-2'].map((orderId) => orders.insert({ orderId })),
  mapping: { StartingPosition: 'TRIM_HORIZON' },
});
