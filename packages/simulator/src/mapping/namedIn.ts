import type { EventSourceMapping } from './eventSourceMapping.ts';

/** The parameters that an update names; `undefined` and `null` name nothing, as the SDK does not send them. */
export function namedIn(changes: Partial<EventSourceMapping>): Partial<EventSourceMapping> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined && value !== null));
}
