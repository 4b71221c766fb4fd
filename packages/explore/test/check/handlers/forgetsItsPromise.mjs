export const handler = (event) => new Promise(() => console.log(event.Records.length));
