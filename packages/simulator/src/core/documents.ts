import type { Discard } from './command.ts';
import type { Lane } from './lane.ts';
import type { Turn } from './turn.ts';

/**
 * Sends the document about a discard, or keeps it until the batch that bisect took apart is worked out (U6): what is
 * still on the lane's stack is the rest of that batch. Documents never overtake each other.
 */
export function withDocument(lane: Lane, discard: Discard, turn: Turn): Lane {
  const isWithinBatch = turn.rules.semantics.documentTime === 'afterBisectedBatch' && lane.work.length > 0;
  if (isWithinBatch || lane.documents.length > 0) return { ...lane, documents: [...lane.documents, discard] };
  turn.commands.push({ kind: 'document', discard });
  return lane;
}

/** Sends the documents that waited. */
export function sendDocuments(lane: Lane, turn: Turn): Lane {
  for (const discard of lane.documents) turn.commands.push({ kind: 'document', discard });
  return { ...lane, documents: [] };
}
