/** A search index over HTTP: PUT and DELETE of a document can be repeated. */
async function index({ eventName, dynamodb: change }) {
  const url = `https://search.example.com/orders/_doc/${encodeURIComponent(change.Keys.orderId.S)}`;
  const response =
    eventName === 'REMOVE'
      ? await fetch(url, { method: 'DELETE' })
      : await fetch(url, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ status: change.NewImage.status.S }),
        });
  if (!response.ok && response.status !== 404) throw new Error(`The search index answered ${response.status}.`);
}

export const handler = async (event) => {
  for (const record of event.Records) await index(record);
};
