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
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whereToRead } from '../../packages/simulator/src/words/whereToRead.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// The packages as a user gets them: built, packed, installed by npm into a folder far from this workspace.
// One installation serves all consumers, so that the whole takes seconds; each consumer is a folder of its own in it.

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const project = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-packed-')));
/** Far from that installation, in which a program would find what its own lacks. */
const managers = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-managers-')));
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

afterAll(() => [project, managers].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

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

  test('has a README and pages whose links lead to files of the tarball', () => {
    for (const tarball of tarballs()) {
      const files = succeed(run('tar', ['-tzf', tarball])).stdout.split('\n');
      for (const page of files.filter((file) => file.endsWith('.md'))) {
        const text = succeed(run('tar', ['-xzOf', tarball, page])).stdout;
        const links = [...text.matchAll(/\]\((?!#|[a-z]+:)([^)#\s]+)/g)].map(([, link = '']) =>
          posix.join(dirname(page), link),
        );

        expect({ page, missing: links.filter((link) => !files.includes(link)) }).toEqual({ page, missing: [] });
      }
    }
    expect(succeed(run('tar', ['-tzf', join(project, 'tarballs', 'millrace-handler-0.1.0.tgz')])).stdout).toContain(
      'package/docs/idempotency.md',
    );
  });

  test('has the page that warnings name, once', () => {
    const files = succeed(run('tar', ['-tzf', join(project, 'tarballs', 'millrace-simulator-0.1.0.tgz')])).stdout;
    const [, named] = whereToRead('lost (S40)')?.split('node_modules/@millrace/simulator/') ?? [];

    expect(files.split('\n').filter((file) => file.endsWith('BEHAVIOURS.md'))).toEqual([`package/${named}`]);
  });
});

// What a function deploys, with nothing beside it.
test(
  'npm installs three packages for records and handler, and no SDK',
  () => {
    const program =
      "const { batchHandler } = require('@millrace/handler'); const { defineStream, type } = require('@millrace/records');" +
      "const handler = batchHandler(defineStream({ item: type(), keys: ['id'] }), () => {});" +
      'handler({ Records: [] }).then((answer) => console.log(JSON.stringify(answer)));';
    const folder = newProject('npm');
    const files = ['records', 'handler'].map((name) => join(project, 'tarballs', `millrace-${name}-0.1.0.tgz`));
    succeed(run('npm', ['install', ...quiet, ...files], folder));
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };

    expect(Object.keys(lock.packages).filter((path) => path !== '')).toEqual([
      'node_modules/@millrace/handler',
      'node_modules/@millrace/records',
      'node_modules/@types/aws-lambda',
    ]);
    expect(succeed(run('node', ['-e', program], folder)).stdout).toBe('{"batchItemFailures":[]}\n');
  },
  2 * minutes,
);

// Every package at once, by the package managers that ask a registry for what a tarball names; npm has done it above.
describe('all packages, installed from the tarballs by', () => {
  const zod = `zod@${catalogVersion('zod')}`;

  /** Installs, and has the project import and require every entry point, and replay a recording by the command. */
  function installsAndRuns(manager: string, command: (files: readonly string[]) => readonly string[], env = {}): void {
    const folder = newProject(manager);
    cpSync(join(here, 'consumers', 'command'), folder, { recursive: true });
    cpSync(join(here, 'consumers', 'entries'), folder, { recursive: true });
    const [name = '', ...args] = command(tarballs());
    succeed(run(name, args, folder, env));

    const entries = JSON.parse(succeed(run('node', ['entries.mjs'], folder)).stdout) as { readonly failed: string[] };
    expect(entries).toMatchObject({ packages: tarballs().length, loaded: expect.any(Number) });
    // Its peers are optional: Powertools and the SDK, which a function with idempotency brings.
    expect(entries.failed.map((text) => text.slice(0, 28))).toEqual(Array(2).fill('@millrace/handler/idempotenc'));
    const bin = join(folder, 'node_modules', '.bin', 'millrace');
    expect(succeed(run(bin, ['--help'], folder)).stdout).toContain('Usage: millrace');
    const replay = ['replay', 'orders.ndjson', '--handler', 'handler.ts', '--mapping', 'mapping.yaml'];
    const piped = succeed(run('sh', ['-c', '"$0" "$@" 2>&1 | cat', bin, ...replay], folder));
    expect(piped.stdout).toContain('3 in 1 shard: 2 processed, 1 discarded');
  }

  test(
    'pnpm',
    () => {
      // pnpm 12 fails where a package could be built, until it is told that none has to be.
      const options = ['--config.minimumReleaseAge=0', '--config.strictDepBuilds=false'];
      installsAndRuns('pnpm', (files) => ['npx', '-y', 'pnpm@12.21.0', 'add', ...options, ...files, zod]);
    },
    2 * minutes,
  );

  test(
    'Yarn',
    () => {
      writeFileSync(join(newProject('yarn'), 'yarn.lock'), '');
      const named = (file: string): string => `${manifestIn(file).name}@file:${file}`;
      installsAndRuns('yarn', (files) => ['npx', '-y', '@yarnpkg/cli-dist@4.9.2', 'add', ...files.map(named), zod], {
        YARN_NODE_LINKER: 'node-modules',
        YARN_ENABLE_TELEMETRY: '0',
        YARN_ENABLE_SCRIPTS: 'false',
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
      const own = newProject('bun-itself');
      const bun = '@oven/bun-linux-x64-baseline';
      succeed(run('npm', ['install', ...quiet, `${bun}@1.4.5`], own));
      installsAndRuns('bun', (files) => [join(own, 'node_modules', bun, 'bin', 'bun'), 'add', ...files, zod]);
    },
    2 * minutes,
  );
});

const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];

function tarballs(): readonly string[] {
  return readdirSync(join(project, 'tarballs')).map((name) => join(project, 'tarballs', name));
}

/** The folder of a new project, in which nothing is installed. */
function newProject(name: string): string {
  const folder = join(managers, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
  return folder;
}

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
  // Jest's own variables would make the consumer's Jest believe that it is a worker of this one; and by NODE_PATH, which
  // pnpm's commands set, it would find what is installed here.
  const { NODE_OPTIONS: _options, NODE_PATH: _path, JEST_WORKER_ID: _worker, NODE_ENV: _env, ...env } = process.env;
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...env, NO_COLOR: '1', ...more } });
}

function succeed(run: SpawnSyncReturns<string>): SpawnSyncReturns<string> {
  if (run.status === 0) return run;
  throw new Error(`It ended with exit code ${run.status ?? run.signal}:\n${run.stdout}${run.stderr}${run.error ?? ''}`);
}
