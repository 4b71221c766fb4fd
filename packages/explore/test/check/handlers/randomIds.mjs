import { createHash } from 'node:crypto';

// Neither uuid nor clock: nothing tells that it is drawn by chance but another run.
const id = () => createHash('sha256').update(String(Math.random())).digest('hex').slice(0, 9);

export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    const { ok } = await fetch('https://api.example.com/notes', {
      method: 'POST',
      body: JSON.stringify({ id: id(), order: dynamodb.Keys.orderId.S }),
    });
    if (!ok) throw new Error('not noted');
  }
};
