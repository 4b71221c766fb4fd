import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

// What a Node has only where a flag, or the environment, asks for it: each in a process of its own.

const proxy = 'http://127.0.0.1:9';

function printed(flags: readonly string[], env: Readonly<Record<string, string>>, program: string): unknown {
  const begin = `import { interceptEffects } from '@millrace/effects'; import http from 'node:http'; import https from 'node:https';`;
  const out = execFileSync(
    process.execPath,
    [
      ...flags,
      '--no-warnings',
      '--conditions=@millrace/source',
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      begin + program,
    ],
    { cwd: import.meta.dirname, encoding: 'utf8', env: { ...process.env, ...env } },
  );
  return JSON.parse(out) as unknown;
}

const knows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag);

const events = ['EventSource', 'WebSocket'].filter((name) => knows(`--experimental-${name.toLowerCase()}`));

test.each(events)('%s is refused', (name) => {
  const program = `
    const { refusals } = interceptEffects();
    const source = new ${name}('${name === 'WebSocket' ? 'wss' : 'https'}://api.example.com/events');
    const type = await new Promise((resolve) => {
      for (const type of ['open', 'error', 'message']) source.addEventListener(type, () => resolve(type));
    });
    console.log(JSON.stringify([type, refusals[0].host.replace(/:443$/, '')]));
    process.exit();`;

  expect(printed([`--experimental-${name.toLowerCase()}`], {}, program)).toEqual(['error', 'api.example.com']);
});

const answered = `
  const got = (module, url) => new Promise((resolve, reject) => {
    module.get(url, (response) => response.on('data', (text) => resolve(String(text)))).on('error', reject);
  });
  const ask = async () => [
    await (await fetch('https://api.example.com/x')).text(),
    await (await fetch('http://api.example.com/x')).text(),
    await got(https, 'https://api.example.com/x'),
    await got(http, 'http://api.example.com/x'),
  ];
  const intercept = (answers) => interceptEffects({ answers });
  const isRefused = (act) => act().then(() => false, () => true);`;

test.each([
  ['NODE_USE_ENV_PROXY', `const first = intercept({ 'api.example.com': { body: 'answered' } });`],
  [
    'http.setGlobalProxyFromEnv, while it is on',
    `const first = intercept({ 'api.example.com': { body: 'answered' } }); http.setGlobalProxyFromEnv?.();`,
  ],
])('proxies of the environment, by %s, are asked for nothing', (way, begin) => {
  const isByVariable = way === 'NODE_USE_ENV_PROXY';
  const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ...(isByVariable && { NODE_USE_ENV_PROXY: '1' }) };
  const program = `${answered} ${begin}
    const texts = await ask();
    first.restore();
    const { refusals } = intercept({ 'other.example.com': {} });
    const refused = [await isRefused(() => fetch('https://api.example.com/x')), await isRefused(() => got(https, 'https://api.example.com/x'))];
    console.log(JSON.stringify([texts, refused, refusals.map(({ host }) => host)]));
    process.exit();`;

  expect(printed([], env, program)).toEqual([
    ['answered', 'answered', 'answered', 'answered'],
    [true, true],
    ['api.example.com', 'api.example.com'],
  ]);
});
