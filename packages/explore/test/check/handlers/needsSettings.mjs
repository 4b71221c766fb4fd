export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    const { ok } = await fetch(new URL(`/orders/${dynamodb.Keys.orderId.S}`, process.env.API), { method: 'PUT' });
    if (!ok) throw new Error('not put');
  }
};
