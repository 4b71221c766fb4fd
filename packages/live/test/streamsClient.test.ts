import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { streamsClient } from '../src/streamsClient.ts';

const hidden = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
};
const unset = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const before = { ...process.env };

beforeAll(() => {
  Object.assign(process.env, hidden);
  for (const name of unset) delete process.env[name];
});
afterAll(() => {
  process.env = before;
});

async function clientFor(place: { endpoint?: string; region?: string }) {
  const notices: string[] = [];
  const client = await streamsClient(place, (notice) => notices.push(notice));
  const [region, { accessKeyId }] = await Promise.all([client.config.region(), client.config.credentials()]);
  client.destroy();
  return { region, accessKeyId, notices };
}

describe('streamsClient', () => {
  test.each(['http://localhost:8000', 'http://127.0.0.1:8000', 'http://[::1]:8000', 'http://dynamodb.localhost:4566'])(
    'makes credentials and a region up for %s, and says so',
    async (endpoint) => {
      expect(await clientFor({ endpoint })).toEqual({
        region: 'us-east-1',
        accessKeyId: 'local',
        notices: [`No credentials set up; using made-up credentials and region us-east-1 for ${endpoint}.`],
      });
    },
  );

  test('keeps what is set up, and says nothing', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' });

    const found = await clientFor({ endpoint: 'http://localhost:8000' });

    for (const name of unset) delete process.env[name];
    expect(found).toEqual({ region: 'eu-west-1', accessKeyId: 'mine', notices: [] });
  });

  test.each([
    [{}, 'noRegion', /Pass --region .* or set AWS_REGION/],
    [{ region: 'eu-west-1' }, 'noCredentials', /Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
    [{ endpoint: 'https://dynamodb.example.com', region: 'eu-west-1' }, 'noCredentials', /Set AWS_PROFILE/],
    [{ endpoint: 'localhost' }, 'unreachable', /Write it like http:\/\/localhost:8000/],
  ])('never makes them up elsewhere: %j fails with %s', async (place, failure, message) => {
    await expect(clientFor(place)).rejects.toMatchObject({ failure, message: expect.stringMatching(message) });
  });
});
