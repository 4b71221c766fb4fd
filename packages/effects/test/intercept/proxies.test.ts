import http from 'node:http';
import https from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import * as undici from 'undici';
import { run, toldOf } from '../fixtures.ts';

// Who asks by a proxy gets the same answers as who asks by himself, wherever the proxy is: nobody asks it.

let interception: Interception | undefined;
afterEach(() => interception?.restore());

const got = (module: typeof http | typeof https, url: string, agent: http.Agent): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = module.get(url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
    });
    asked.on('error', reject);
  });
const fetched = async (url: string, dispatcher: undici.Dispatcher): Promise<string> =>
  (await undici.fetch(url, { dispatcher })).text();
const ofEnvironment = (proxy: string) => ({ proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }) as http.AgentOptions;
const hasProxyOfEnvironment = typeof Reflect.get(http, 'setGlobalProxyFromEnv') === 'function';

type Ask = (proxy: string) => Promise<string>;
const asks: readonly (readonly [string, Ask])[] = [
  ['undici, over TLS', (proxy) => fetched('https://api.example.com/x', new undici.ProxyAgent(proxy))],
  ['undici', (proxy) => fetched('http://api.example.com/x', new undici.ProxyAgent(proxy))],
  [
    'undici, by the environment',
    (proxy) => fetched('https://api.example.com/x', new undici.EnvHttpProxyAgent({ httpsProxy: proxy })),
  ],
  ...(hasProxyOfEnvironment
    ? ([
        ['https', (proxy) => got(https, 'https://api.example.com/x', new https.Agent(ofEnvironment(proxy)))],
        ['http', (proxy) => got(http, 'http://api.example.com/x', new http.Agent(ofEnvironment(proxy)))],
      ] satisfies [string, Ask][])
    : []),
];

describe.each(['http://127.0.0.1:9', 'https://127.0.0.1:9', 'http://203.0.113.7:9'])('by the proxy %s', (proxy) => {
  test.each(asks)('%s is answered, and told', async (_client, ask) => {
    interception = interceptEffects({ answers: { 'api.example.com/x': { body: 'answered' } } });
    const heard: string[] = [];

    const trace = await run(
      async () => {
        heard.push(await ask(proxy));
      },
      { mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 } },
    );

    expect(heard).toEqual(['answered']);
    expect(toldOf(trace)).toEqual(['invocation 0: effect 1 GET api.example.com/x: done', 'invocation 0: success']);
    expect(interception.refusals).toEqual([]);
  });

  test.each(asks)('%s is refused where there is no answer', async (_client, ask) => {
    interception = interceptEffects({ answers: { 'other.example.com': {} } });

    await expect(ask(proxy)).rejects.toThrow();

    expect(interception.refusals.map(({ host }) => host)).toEqual(['api.example.com']);
  });
});
