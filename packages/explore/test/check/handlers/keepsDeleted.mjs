export const handler = async ({ Records }) => {
  for (const { eventName, dynamodb, userIdentity } of Records) {
    if (eventName !== 'REMOVE' || userIdentity?.principalId !== 'dynamodb.amazonaws.com') continue;
    const { ok } = await fetch(`https://api.example.com/expired/${dynamodb.Keys.orderId.S}`, { method: 'PUT' });
    if (!ok) throw new Error('not kept');
  }
};
