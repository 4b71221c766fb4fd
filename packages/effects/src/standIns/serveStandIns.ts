import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EffectFault } from '@millrace/simulator';
import type { OutgoingRequest } from './outgoingRequest.ts';
import type { StandIns } from './standIns.ts';

/** Stand-ins at an address. */
export interface ServedStandIns {
  /** What clients take for their endpoint, such as `http://127.0.0.1:34567`. */
  readonly url: string;
  /** Ends the server; the stand-ins live on. */
  close(): Promise<void>;
}

/**
 * Stand-ins at an address of this machine, for what is not in this process: a child, or a client that cannot be handed
 * over. Services are known by what requests are signed for, so one address does for all.
 *
 * @param faultOf Says of a request how it is to fail: a lost answer and a time-out break the connection.
 *
 * @example
 * const served = await serveStandIns(standIns());
 * const child = spawn('node', ['worker.js'], { env: { ...process.env, AWS_ENDPOINT_URL: served.url } });
 */
export async function serveStandIns(
  services: StandIns,
  faultOf: (request: OutgoingRequest) => EffectFault | undefined = () => undefined,
): Promise<ServedStandIns> {
  const server = createServer((incoming, response) => {
    respond(services, faultOf, incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  services: StandIns,
  faultOf: (request: OutgoingRequest) => EffectFault | undefined,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await received(incoming);
  const fault = faultOf(request);
  const { status, headers, body } = await services.answer(request, fault);
  if (fault === 'answerLost' || fault === 'timeout') {
    incoming.socket.destroy();
    return;
  }
  response.writeHead(status, headers);
  response.end(incoming.method === 'HEAD' ? undefined : body);
}

async function received(incoming: IncomingMessage): Promise<OutgoingRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}
