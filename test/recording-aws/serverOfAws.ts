import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SemanticsOptions } from '@millrace/simulator';
import { stubOfAws } from './stubOfAws.ts';

/** The stub of an account behind the HTTP of AWS's services, as far as the program asks for them. Its clock goes `pace` times as fast as ours. */
export async function serverOfAws(
  semantics: SemanticsOptions,
  pace: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const startMs = Date.now();
  const now = (): number => startMs + (Date.now() - startMs) * pace;
  const aws = stubOfAws(semantics, { now, wait: async () => undefined });

  async function answer(method: string, path: string, target: string, body: Record<string, unknown>): Promise<object> {
    switch (target.replace(/^.*\./, '')) {
      case 'PutItem':
        await aws.put(body['Item'] as Record<string, object>);
        return {};
      case 'FilterLogEvents':
        return { events: (await aws.messages(Number(body['startTime']))).map((message) => ({ message })) };
      case 'ReceiveMessage':
        return {
          Messages: (await aws.documents()).map((Body, at) => ({
            Body,
            MD5OfBody: createHash('md5').update(Body).digest('hex'),
            ReceiptHandle: `r${at}`,
          })),
        };
      case 'DeleteMessage':
        return {};
    }
    if (path.endsWith('/concurrency')) return {};
    const uuid = path.replace(/\/$/, '').replace(/^.*\/event-source-mappings\/?/, '');
    if (method === 'POST') return { UUID: await aws.createMapping(body) };
    if (method === 'PUT') await aws.updateMapping(uuid, body);
    if (method === 'DELETE') await aws.deleteMapping(uuid);
    return { UUID: uuid, State: await aws.stateOf(uuid) };
  }

  const server = createServer((request, response) => {
    void textOf(request)
      .then((text) => {
        const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
        return answer(request.method ?? '', request.url ?? '', String(request.headers['x-amz-target'] ?? ''), body);
      })
      .then(
        (answered) =>
          response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answered)),
        (error: unknown) => response.writeHead(500).end(JSON.stringify({ message: String(error) })),
      );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
