import { matchers } from '@millrace/jest';
import type { Trace } from '@millrace/simulator';
import { expect, expectTypeOf } from 'vitest';

declare const trace: Trace;

// Vitest's expect has the matchers as well, through the namespace that it shares with @types/jest.
expectTypeOf(expect(trace).toPreserveItemOrder()).toEqualTypeOf<void>();
expect(trace).toSettleEveryRecord({ records: 3 });
expect(trace).not.toHaveDiscarded([{ sequenceNumber: '1', condition: 'RecordAgeExceeded' }]);
// @ts-expect-error -- a flat list is no list of batches
expect(trace).toHaveInvoked(['1', '2']);

// They can be added by hand.
expect.extend(matchers);
