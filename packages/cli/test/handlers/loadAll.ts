import { loadHandler } from '../../src/loadHandler.ts';

// Loads each handler that an argument names and prints what calling it gives, or why it does not load, as JSON.
const answers: unknown[] = [];
for (const reference of process.argv.slice(2)) {
  try {
    const handler = await loadHandler(reference);
    const answer = await new Promise((resolve) => {
      const returned = handler({}, {}, (_: unknown, value: unknown) => resolve(value));
      if (returned !== undefined) resolve(returned);
    });
    answers.push({ answer });
  } catch (error) {
    answers.push({ error: error instanceof Error ? error.message : String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
