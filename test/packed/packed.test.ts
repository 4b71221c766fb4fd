import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// The packages as a user gets them: built, packed, installed by npm into a folder far from this workspace.
// One installation serves all consumers, so that the whole takes seconds; each consumer is a folder of its own in it.

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const project = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-packed-')));
const minutes = 60_000;

beforeAll(() => {
  succeed(run('node', [join(root, 'scripts', 'build.mjs')], root));
  const packed = succeed(run('node', [join(root, 'scripts', 'pack.mjs'), join(project, 'tarballs')], root));
  const tarballs = packed.stdout.trim().split('\n');
  writeFileSync(join(project, 'package.json'), JSON.stringify(consumerManifest(tarballs), undefined, 2));
  succeed(
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error']),
  );
  cpSync(join(here, 'consumers'), project, { recursive: true });
}, 4 * minutes);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('installed from the packed tarballs', () => {
  test('an ES module imports every entry point, and runs the main job', () => {
    expect(succeed(run('node', ['esm/main.mjs'])).stdout).toBe('esm: ok\n');
  });

  test('a CommonJS program requires every entry point, and runs the main job', () => {
    // Some versions of Node can require ES modules; the packages must not need that.
    const flags = process.allowedNodeEnvironmentFlags.has('--no-experimental-require-module')
      ? ['--no-experimental-require-module']
      : [];

    expect(succeed(run('node', [...flags, 'cjs/main.cjs'])).stdout).toBe('cjs: ok\n');
  });

  test.each([
    // What node16 may import, and how, goes by the extension: one program for both.
    { version: '5.9', moduleResolution: 'node16', skipLibCheck: true, files: ['main.mts', 'main.cts'] },
    { version: '5.9', moduleResolution: 'bundler', skipLibCheck: true, files: ['main.ts'] },
    // Every declaration file too, ours and those we lean on: by the quick compiler, for the SDK's are many.
    { version: '7.0', moduleResolution: 'node16', skipLibCheck: false, files: ['main.mts', 'main.cts'] },
  ])(
    'a program compiles against the types: TypeScript $version, $moduleResolution',
    ({ version, moduleResolution, skipLibCheck, files }) => {
      const folder = join(project, `typescript-${version}-${moduleResolution}`);
      for (const file of files) cpSync(join(project, 'typescript', 'main.ts'), join(folder, file));
      const module = moduleResolution === 'node16' ? 'node16' : 'esnext';
      const compilerOptions = { module, moduleResolution, skipLibCheck, strict: true, noEmit: true, target: 'es2022' };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));

      const tsc = version === '5.9' ? installed('tsc') : join(root, 'node_modules', '.bin', 'tsc');
      succeed(run(tsc, ['-p', folder, '--types', 'node']));
    },
    minutes,
  );

  test(
    'a Jest suite in CommonJS mode uses the matchers',
    () => {
      const suite = run(installed('jest'), ['--ci', '--config', 'jest/jest.config.cjs', '--rootDir', 'jest']);

      expect(succeed(suite).stderr).toContain('1 passed');
    },
    minutes,
  );

  test('the command is installed, and replays a recording through a handler in TypeScript', () => {
    const args = ['orders.ndjson', '--handler', 'handler.ts', '--mapping', 'mapping.yaml', '--json'];
    const replay = succeed(run(installed('millrace'), ['replay', ...args], join(project, 'command')));

    expect(JSON.parse(replay.stdout)).toMatchObject({
      records: { recorded: 3, processed: 2, discarded: 1, pending: 0 },
    });
  });
});

describe('what is published', () => {
  const tarballs = (): readonly string[] =>
    readdirSync(join(project, 'tarballs')).map((name) => join(project, 'tarballs', name));

  test('says ranges and no exact versions, and names the packages of this repository as peers', () => {
    for (const tarball of tarballs()) {
      const { name, dependencies = {}, peerDependencies = {} } = manifestIn(tarball);
      const exact = Object.entries({ ...dependencies, ...peerDependencies }).filter(
        ([, range]) => !/^[\^~>]/.test(range),
      );

      expect({ name, exact }).toEqual({ name, exact: [] });
      expect(Object.keys(dependencies).filter((other) => other.startsWith('@millrace/'))).toEqual([]);
    }
  });

  test('has a README whose links lead to files of the tarball', () => {
    for (const tarball of tarballs()) {
      const files = succeed(run('tar', ['-tzf', tarball])).stdout.split('\n');
      const readme = succeed(run('tar', ['-xzOf', tarball, 'package/README.md'])).stdout;
      const links = [...readme.matchAll(/\]\((?!#|[a-z]+:)([^)#\s]+)/g)].map(([, link]) => `package/${link}`);

      expect(files).toEqual(expect.arrayContaining(links));
    }
    expect(succeed(run('tar', ['-tzf', join(project, 'tarballs', 'millrace-handler-0.1.0.tgz')])).stdout).toContain(
      'package/docs/idempotency.md',
    );
  });
});

// What a function deploys, installed by each package manager from the tarballs, with nothing beside them.
describe('records and handler, installed from the tarballs by', () => {
  const tarball = (name: string): string => join(project, 'tarballs', `millrace-${name}-0.1.0.tgz`);
  const files = [tarball('records'), tarball('handler')];
  const program =
    "const { batchHandler } = require('@millrace/handler'); const { defineStream, type } = require('@millrace/records');" +
    "const handler = batchHandler(defineStream({ item: type(), keys: ['id'] }), () => {});" +
    'handler({ Records: [] }).then((answer) => console.log(JSON.stringify(answer)));';

  /** A new project in which a command has installed them, once it was seen that a program finds them. */
  function installedBy(
    manager: string,
    command: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): string {
    const folder = join(project, 'managers', manager);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
    const [name = '', ...args] = command;
    succeed(run(name, args, folder, env));
    expect(succeed(run('node', ['-e', program], folder)).stdout).toBe('{"batchItemFailures":[]}\n');
    return folder;
  }

  test(
    'npm, which brings three packages, and no SDK',
    () => {
      const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
      const folder = installedBy('npm', ['npm', 'install', ...quiet, ...files]);
      const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };

      expect(Object.keys(lock.packages).filter((path) => path !== '')).toEqual([
        'node_modules/@millrace/handler',
        'node_modules/@millrace/records',
        'node_modules/@types/aws-lambda',
      ]);
    },
    2 * minutes,
  );

  test(
    'pnpm',
    () => void installedBy('pnpm', ['npx', '-y', 'pnpm@12.21.0', 'add', '--config.minimumReleaseAge=0', ...files]),
    2 * minutes,
  );

  test(
    'Yarn',
    () => {
      const named = ['records', 'handler'].map((name) => `@millrace/${name}@file:${tarball(name)}`);
      mkdirSync(join(project, 'managers', 'yarn'), { recursive: true });
      writeFileSync(join(project, 'managers', 'yarn', 'yarn.lock'), '');
      installedBy('yarn', ['npx', '-y', '@yarnpkg/cli-dist@4.9.2', 'add', ...named], {
        YARN_NODE_LINKER: 'node-modules',
        YARN_ENABLE_TELEMETRY: '0',
        YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
        YARN_NPM_REGISTRY_SERVER: succeed(run('npm', ['config', 'get', 'registry'])).stdout.trim(),
      });
    },
    2 * minutes,
  );

  // Its package for other systems has another name.
  const hasBun = process.platform === 'linux' && process.arch === 'x64';
  if (!hasBun) process.stderr.write('bun is tried on Linux x64 only: the test that installs with it is skipped.\n');
  (hasBun ? test : test.skip)(
    'bun',
    () => {
      const folder = join(project, 'managers', 'bun-itself');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "private": true }');
      const bun = '@oven/bun-linux-x64-baseline';
      succeed(
        run(
          'npm',
          ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', `${bun}@1.4.5`],
          folder,
        ),
      );
      installedBy('bun', [join(folder, 'node_modules', bun, 'bin', 'bun'), 'add', ...files]);
    },
    2 * minutes,
  );
});

function consumerManifest(tarballs: readonly string[]): object {
  const names = [
    '@swc/core',
    '@swc/jest',
    '@types/node',
    'jest',
    'zod',
    '@aws-lambda-powertools/idempotency',
    '@aws-sdk/client-dynamodb',
  ];
  const dependencies: Record<string, string> = { typescript: '5.9.3', '@types/jest': '30.0.0' };
  for (const name of names) dependencies[name] = catalogVersion(name);
  for (const tarball of tarballs) dependencies[manifestIn(tarball).name] = `file:${tarball}`;
  return { name: 'consumer', private: true, dependencies };
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function manifestIn(tarball: string): Manifest {
  return JSON.parse(succeed(run('tar', ['-xzOf', tarball, 'package/package.json'])).stdout) as Manifest;
}

function installed(command: string): string {
  return join(project, 'node_modules', '.bin', command);
}

/** The version that the workspace itself is tested with. */
function catalogVersion(name: string): string {
  const line = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`  "${name}": `) || text.startsWith(`  ${name}: `));
  const version = line?.split(': ')[1];
  if (!version) throw new Error(`pnpm-workspace.yaml has no ${name} in its catalog.`);
  return version;
}

function run(command: string, args: readonly string[], cwd = project, more: object = {}): SpawnSyncReturns<string> {
  // Jest's own variables would make the consumer's Jest believe that it is a worker of this one.
  const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, NODE_ENV: _env, ...env } = process.env;
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...env, NO_COLOR: '1', ...more } });
}

function succeed(run: SpawnSyncReturns<string>): SpawnSyncReturns<string> {
  if (run.status === 0) return run;
  throw new Error(`It ended with exit code ${run.status ?? run.signal}:\n${run.stdout}${run.stderr}${run.error ?? ''}`);
}
