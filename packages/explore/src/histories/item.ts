/** An item as the stream's `insert` takes it. */
export type Item = Readonly<Record<string, unknown>>;
