import { createServer } from 'node:http';

export const handler = async ({ Records }) => {
  createServer(() => undefined).listen(0);
  for (const { eventID } of Records) {
    await fetch(`https://api.example.com/orders/${eventID}`, { method: 'PUT' }).then((response) => {
      if (!response.ok) throw new Error(`no ${response.status}`);
    });
  }
};
