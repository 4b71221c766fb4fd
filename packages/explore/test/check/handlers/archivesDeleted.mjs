export const handler = async ({ Records }) => {
  for (const { eventName, dynamodb } of Records) {
    if (eventName !== 'REMOVE') throw new Error(`unexpected ${eventName}`);
    const { ok } = await fetch(`https://api.example.com/archive/${dynamodb.OldImage.orderId.S}`, { method: 'PUT' });
    if (!ok) throw new Error('not archived');
  }
};
