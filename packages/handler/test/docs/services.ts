import type { WireRecord } from '@millrace/records';

/** What the handlers of the documentation called, oldest first. */
export const called: string[] = [];

const call =
  (name: string) =>
  async (...args: unknown[]): Promise<void> => {
    called.push(
      [name, ...args.map((arg) => (typeof arg === 'string' || typeof arg === 'number' ? String(arg) : ''))]
        .join(' ')
        .trim(),
    );
  };

export const welcome = call('welcome');
export const post = call('post');
export const archive = call('archive');
export const charge = call('charge');
export const queue: { send: (record: WireRecord, reason: string) => Promise<void> } = { send: call('queue') };
export const metrics = {
  put: call('metrics'),
  count: (name: string, value: number): void => void called.push(`${name} ${value}`),
};
export const search = {
  async bulk(operations: readonly unknown[], _options: { signal: AbortSignal }) {
    called.push(`bulk ${operations.length}`);
    return { items: operations.map(() => ({ error: undefined })) };
  },
};
