import type { EventSourceMapping, ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { resolveMapping } from '../mapping/resolveMapping.ts';

/** S3: a mapping after an update, which replaces what it names; throws a MappingError for what AWS would refuse. */
export function updatedMapping(mapping: ResolvedMapping, changes: Partial<EventSourceMapping>): ResolvedMapping {
  return resolveMapping({ ...mapping, ...namedIn(changes) });
}

/** The parameters that an update names; undefined names nothing. */
export function namedIn(changes: Partial<EventSourceMapping>): Partial<EventSourceMapping> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
