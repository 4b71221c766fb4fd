import type { AttributeValue } from 'aws-lambda';

/** An item, or its key, with the types of its attributes, as DynamoDB writes it. */
export type TableImage = Readonly<Record<string, AttributeValue>>;

/** One write that changed an item of a table. */
export interface TableWrite {
  readonly keys: TableImage;
  /** The item before it; absent for one that is new. */
  readonly oldImage?: TableImage | undefined;
  /** The item after it; absent for one that is gone. */
  readonly newImage?: TableImage | undefined;
  /** What made it, such as `UpdateItem orders`: for the words of a message. */
  readonly by?: string;
}

/**
 * A table whose writes become records of the stream while a run goes on: what `simulate` takes as `table`. The tables of the stand-ins of
 * `@millrace/effects/stand-ins` are some, and `openStream()` makes one by hand.
 */
export interface StreamingTable {
  /** What the records show of an item; default NEW_AND_OLD_IMAGES. */
  readonly view?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
  /** Begins to tell of each write, at once and in order; what it answers ends that. */
  connect(tell: (write: TableWrite) => void): () => void;
}
