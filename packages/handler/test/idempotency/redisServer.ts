import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server of one's own that speaks Redis' protocol: nothing on disk, on a free port of 127.0.0.1. */
export interface RedisServer {
  readonly url: string;
  /** Ends the server by its process id. */
  stop(): Promise<void>;
}

/** The first server found on the PATH, Valkey or Redis; undefined when there is none. */
export function redisBinary(): string | undefined {
  return ['valkey-server', 'redis-server'].find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  );
}

export const whyNoRedis =
  'Neither valkey-server nor redis-server is on the PATH (on Debian: apt-get install redis-server): the cache layer is not tested.';

export async function startRedis(binary: string): Promise<RedisServer> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn(binary, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => void server.kill('SIGKILL');
  process.once('exit', kill);
  await new Promise<void>((ready, fails) => {
    let printed = '';
    server.stdout.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-4000);
      if (/ready to accept connections/i.test(printed)) ready();
    });
    server.once('error', fails);
    server.once('exit', (code) => fails(new Error(`${binary} ended with exit code ${code}:\n${printed}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      process.removeListener('exit', kill);
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port on 127.0.0.1.');
  return address.port;
}
