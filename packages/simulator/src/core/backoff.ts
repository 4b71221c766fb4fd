import type { Batch } from './batch.ts';
import type { PollerRules } from './pollerRules.ts';

/** S28, U1: how long to wait before the same batch is sent again; the n-th wait is `first × factorⁿ`, capped. */
export function backoffMs(batch: Batch, rules: PollerRules): number {
  const { firstMs, factor, maxMs } = rules.semantics.backoff;
  const earlierWaits = batch.failures + batch.rejections - 1;
  return Math.min(maxMs, firstMs * factor ** Math.max(0, earlierWaits));
}
