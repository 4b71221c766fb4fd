import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const passedOver = /^(?:node_modules|\..*|dist|build|coverage|cdk\.out)$/u;
const mostBytes = 2_000_000;
const mostFiles = 2_000;

/**
 * The first file of a project that holds an event of a DynamoDB stream, of a table with these keys where they are known, in the
 * order of the names; folders later.
 */
export function exampleEvents(folder: string, keys?: readonly string[]): string | undefined {
  let looked = 0;
  const look = (where: string, level: number): string | undefined => {
    const entries = readdirSync(where, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (!entry.isFile() || !/\.(?:json|ndjson|jsonl)$/u.test(entry.name) || looked++ > mostFiles) continue;
      const path = join(where, entry.name);
      if (statSync(path).size <= mostBytes && holdsRecords(readFileSync(path, 'utf8'), keys)) return path;
    }
    for (const entry of entries) {
      if (!entry.isDirectory() || passedOver.test(entry.name) || level >= 4) continue;
      const found = look(join(where, entry.name), level + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return look(folder, 0);
}

/** Whole records, such as `sam local generate-event dynamodb update` writes, and none of another table. */
function holdsRecords(text: string, keys: readonly string[] | undefined): boolean {
  if (!/"eventSource"\s*:\s*"aws:dynamodb"/u.test(text) || !/"SequenceNumber"\s*:/u.test(text)) return false;
  const found = [...text.matchAll(/"Keys"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})/gu)].map(([, object = '{}']) => object);
  const wanted = keys?.toSorted().join();
  return found.length > 0 && (wanted === undefined || found.every((object) => namesIn(object) === wanted));
}

function namesIn(object: string): string | undefined {
  try {
    return Object.keys(Object(JSON.parse(object)))
      .sort()
      .join();
  } catch {
    return undefined;
  }
}
