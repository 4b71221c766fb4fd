/** What a client of the SDK needs to send anything at all, to nobody in particular. */
export const clientConfig = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  maxAttempts: 1,
};
