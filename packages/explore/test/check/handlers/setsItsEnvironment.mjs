export const handler = async ({ Records }) => {
  process.env.TRACE = Records[0].eventID;
  for (const { dynamodb } of Records) {
    const { ok } = await fetch(`https://api.example.com/orders/${dynamodb.Keys.orderId.S}`, { method: 'PUT' });
    if (!ok) throw new Error('not put');
  }
};
