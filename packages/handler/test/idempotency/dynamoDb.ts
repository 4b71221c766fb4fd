import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

/** A DynamoDB client that remembers the name of every request it makes, retries included. */
export interface CountingClient {
  readonly client: DynamoDBClient;
  /** The requests since the last call, in order. */
  takeRequests(): string[];
}

/** A client of a local DynamoDB. */
export function countingClient(endpoint: string): CountingClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let requests: string[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        requests.push(String(commandName).replace('Command', ''));
        return next(args);
      },
    { step: 'deserialize', name: 'countRequests' },
  );
  return {
    client,
    takeRequests: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
  };
}

/** Creates a table whose partition key is the text `id`, as Powertools' DynamoDB layer expects by default. */
export async function createTable(client: DynamoDBClient, tableName: string, sortKey?: string): Promise<void> {
  const names = sortKey === undefined ? ['id'] : ['id', sortKey];
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

/** Starts dynalite in this process on a free port of 127.0.0.1. */
export async function startDynalite(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
