import type { EventSourceMapping, ResolvedMapping } from './eventSourceMapping.ts';
import { namedIn } from './namedIn.ts';
import { resolveMapping } from './resolveMapping.ts';

/** S3: a mapping after an update, which replaces what it names; throws a MappingError for what AWS would refuse. */
export function updatedMapping(mapping: ResolvedMapping, changes: Partial<EventSourceMapping>): ResolvedMapping {
  return resolveMapping({ ...mapping, ...namedIn(changes) });
}
