import '@millrace/jest';
import { matchers } from '@millrace/jest';
import type { ExpectedDocument, MillraceMatchers, SettleOptions } from '@millrace/jest';
import { expect } from '@jest/globals';
import type { Trace } from '@millrace/simulator';
import { expectTypeOf } from 'expect-type';

declare const trace: Trace;

// The matchers are there, with what they take.
type Argument<Name extends keyof MillraceMatchers<void>> = Parameters<MillraceMatchers<void>[Name]>[0];
expectTypeOf<Argument<'toSettleEveryRecord'>>().toEqualTypeOf<SettleOptions | undefined>();
expectTypeOf<Argument<'toHaveSentToDestination'>>().toEqualTypeOf<number | readonly ExpectedDocument[] | undefined>();
expectTypeOf(expect(trace).toPreserveItemOrder()).toEqualTypeOf<void>();
expect(trace).toSettleEveryRecord({ records: 3, allowDiscardsWithoutDestination: true });
expect(trace).toHaveDiscarded([{ sequenceNumber: '1', condition: 'RetryAttemptsExhausted' }, '2']);
expect(trace).not.toHaveDiscarded();
expect(trace).toHaveInvoked(7);
expect(trace).toHaveInvoked([['1', '2'], []]);
expect(trace).toHaveInvoked({ sequenceNumber: '2', times: 2 });
expect(trace).toHaveSentToDestination([{ requestContext: { condition: 'RetryAttemptsExhausted' } }]);

expect(trace).toKeepIteratorAgeBelow('30s');
expect(trace).toKeepIteratorAgeBelow(30_000);
expect(trace).toHaveNoWarnings();

// They can be added by hand.
expect.extend(matchers);

// A promise is awaited with `resolves`, and the answer is a promise then.
expectTypeOf(expect(Promise.resolve(trace)).resolves.toPreserveItemOrder()).toEqualTypeOf<Promise<void>>();
expectTypeOf(expect(Promise.resolve(trace)).resolves.not.toHaveInvoked(1)).toEqualTypeOf<Promise<void>>();

// What would never match does not compile.
// @ts-expect-error -- the condition is one of AWS's words
expect(trace).toHaveDiscarded([{ sequenceNumber: '1', condition: 'RetriesExhausted' }]);
// @ts-expect-error -- a sequence number is a string: as a number it would lose digits
expect(trace).toHaveDiscarded([49_000_000_000_317_690_000]);
// @ts-expect-error -- the list goes without a name
expect(trace).toHaveDiscarded({ sequenceNumber: '1' });
// @ts-expect-error -- a flat list is no list of batches
expect(trace).toHaveInvoked(['1', '2']);
// @ts-expect-error -- the option is called times
expect(trace).toHaveInvoked({ sequenceNumber: '2', count: 2 });
// @ts-expect-error -- the option is called allowDiscardsWithoutDestination
expect(trace).toSettleEveryRecord({ allowDiscards: true });
// @ts-expect-error -- the unit is s
expect(trace).toKeepIteratorAgeBelow('30sec');
// @ts-expect-error -- there is nothing to pass
expect(trace).toPreserveItemOrder(['o-1']);

// What Vitest and @types/jest extend from: the namespace that both take their matchers from.
declare const ambient: jest.Matchers<void, Trace>;
expectTypeOf(ambient).toExtend<MillraceMatchers<void>>();
expectTypeOf(ambient.toPreserveItemOrder()).toEqualTypeOf<void>();
