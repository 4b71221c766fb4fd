export const handler = () => new Promise(() => setInterval(() => undefined, 1000));
