import { isHandlerFileError } from '../../../src/node/handlerFileError.ts';
import { loadHandler } from '../../../src/node/loadHandler.ts';

// Loads each handler that an argument names and prints what calling it gives, or why it does not load, as JSON.
const [flag = '', ...references] = process.argv.slice(2);
const answers: unknown[] = [];
for (const reference of references) {
  try {
    const handler = await loadHandler(reference, flag === '' ? {} : { flag });
    const answer = await new Promise((resolve) => {
      const returned = handler({}, {}, (_: unknown, value: unknown) => resolve(value));
      if (returned !== undefined) resolve(returned);
    });
    answers.push({ answer });
  } catch (error) {
    if (!isHandlerFileError(error)) throw error;
    answers.push({ error: error.message, failure: error.failure });
  }
}
process.stdout.write(JSON.stringify(answers));
