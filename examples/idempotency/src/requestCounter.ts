import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Counts the requests of a client; one that the SDK has to send twice counts once, so that the table is always the same. */
export interface RequestCounter {
  count: number;
  /** Resolves when no request is under way and none follows from the last answer. */
  quiet(): Promise<void>;
}

const quietTurns = 25;

export function countRequests(client: DynamoDBClient): RequestCounter {
  let underWay = 0;
  const counter: RequestCounter = {
    count: 0,
    async quiet() {
      for (let turns = 0; turns < quietTurns; turns++) {
        await new Promise((resolve) => setImmediate(resolve));
        if (underWay > 0) turns = 0;
      }
    },
  };
  client.middlewareStack.add(
    (next) => async (args) => {
      counter.count += 1;
      underWay += 1;
      try {
        return await next(args);
      } finally {
        underWay -= 1;
      }
    },
    { step: 'initialize', name: 'countRequests' },
  );
  return counter;
}
