import type { LambdaHandler, ScenarioAction } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import { shardId } from './shardsOf.ts';

/** How long a mapping that is disabled stays so. */
const pauseMs = 1000;

/** The actions of a scenario that a schedule asks for. A shard that was split is split no more. */
export function actionsOf(
  schedule: readonly ScheduledFault[],
  handler: () => LambdaHandler,
): readonly ScenarioAction[] {
  let hasSplit = false;
  return schedule.flatMap((fault): readonly ScenarioAction[] => {
    switch (fault.fault) {
      case 'splitShard':
        if (hasSplit) return [];
        hasSplit = true;
        return [{ atMs: fault.atMs, do: 'splitShard', shardId: shardId(0), into: fault.into }];
      case 'restart':
        return [
          { atMs: fault.atMs, do: 'disable' },
          { atMs: fault.atMs + pauseMs, do: 'enable' },
        ];
      case 'update':
        return [{ atMs: fault.atMs, do: 'update', mapping: {} }];
      case 'redeploy':
        return [{ atMs: fault.atMs, do: 'redeploy', handler: handler() }];
      default:
        return [];
    }
  });
}
