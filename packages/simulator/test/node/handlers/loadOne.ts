import { isHandlerFileError } from '../../../src/node/handlerFileError.ts';
import { loadHandler } from '../../../src/node/loadHandler.ts';

// Loads the handler of the first argument behind the files of the others, and prints what calling it gives as JSON.
const [reference = '', ...imports] = process.argv.slice(2);
try {
  const handler = await loadHandler(reference, { imports });
  process.stdout.write(JSON.stringify(await handler({}, {})));
} catch (error) {
  if (!isHandlerFileError(error)) throw error;
  process.stdout.write(JSON.stringify({ error: error.message, failure: error.failure }));
}
