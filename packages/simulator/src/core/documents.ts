import type { Discard, DocumentToSend } from './command.ts';
import type { Lane } from './lane.ts';
import type { Turn } from './turn.ts';

/**
 * Sends the document about a discard, or keeps it until the batch that bisect took apart is worked out (U6): what is
 * still on the lane's stack is the rest of that batch. Documents never overtake each other.
 */
export function withDocument(lane: Lane, discard: Discard, turn: Turn): Lane {
  const isHeldBack = turn.rules.semantics.documentTime === 'afterBisectedBatch';
  const waits = isHeldBack && lane.isHalved && lane.work.length > 0;
  if (waits || lane.documents.length > 0) return { ...lane, documents: [...lane.documents, discard] };
  turn.commands.push({ kind: 'document', discard, assumption: undefined });
  return lane;
}

/** Sends the documents that waited; with `mergeBisected`, one for neighbours (U6). */
export function sendDocuments(lane: Lane, turn: Turn): Lane {
  const merges = turn.rules.semantics.documents === 'mergeBisected';
  const documents: DocumentToSend[] = [];
  for (const discard of lane.documents) {
    const last = documents.at(-1);
    if (merges && last !== undefined && areNeighbours(last.discard, discard)) {
      const records = [...last.discard.records, ...discard.records];
      documents[documents.length - 1] = { discard: { ...discard, records }, assumption: 'documents' };
    } else {
      documents.push({ discard, assumption: 'documentTime' });
    }
  }
  for (const document of documents) turn.commands.push({ kind: 'document', ...document });
  return { ...lane, documents: [] };
}

/** Two discards that AWS may report in one document: nothing between them, given up for the same cause (S37, U6). */
export function areNeighbours(earlier: Discard, later: Discard): boolean {
  const last = earlier.records.at(-1);
  const isNext = last !== undefined && later.records[0]?.previousSequenceNumber === last.sequenceNumber;
  return isNext && earlier.condition === later.condition;
}
