import { hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../../../test/integration/src/dynamoDbLocal.ts';
import { asTable, compare } from './comparison.ts';

if (hasJava()) {
  const server = await startDynamoDbLocal();
  try {
    console.log(asTable(await compare(server.endpoint)));
  } finally {
    await server.stop();
  }
} else {
  console.error(whyNoDynamoDbLocal);
  process.exitCode = 1;
}
