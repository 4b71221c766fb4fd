import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { TraceEvent } from './traceEvent.ts';

/** A mapping after an event: an update replaces what it names (S3). */
export function mappingInForce(mapping: ResolvedMapping, event: TraceEvent): ResolvedMapping {
  if (event.type !== 'mappingUpdated') return mapping;
  const changes = Object.entries(event.changes).filter(([, value]) => value !== undefined);
  return { ...mapping, ...Object.fromEntries(changes) };
}
