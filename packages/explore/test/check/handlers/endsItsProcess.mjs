export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    void Promise.reject(new Error(`nobody hears of ${dynamodb.Keys.orderId.S}`));
  }
};
