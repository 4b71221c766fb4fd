import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const passedOver = /^(?:node_modules|\..*|dist|build|coverage|cdk\.out|tests?|__tests__)$/u;
const sources = /(?<!\.d|\.test|\.spec)\.[cm]?[jt]s$/u;
const ofStreams =
  /\bDynamoDBStream(?:Event|Handler)\b|\bEventType\.DynamoDBStreams\b|\.dynamodb\b[^\n]*\b(?:NewImage|OldImage|Keys)\b/u;
const mostBytes = 200_000;
const mostFiles = 3_000;
const mostNamed = 5;

/** Files below a folder that read events of DynamoDB streams and export a function, as a command takes them: `src/app.ts#handler`. */
export function likelyHandlers(folder: string): readonly string[] {
  let looked = 0;
  const look = (where: string, level: number): readonly string[] =>
    readdirSync(where, { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = join(where, entry.name);
        if (entry.isDirectory()) return passedOver.test(entry.name) || level >= 6 ? [] : look(path, level + 1);
        if (!entry.isFile() || !sources.test(entry.name) || looked++ > mostFiles) return [];
        if (statSync(path).size > mostBytes) return [];
        const name = exportIn(readFileSync(path, 'utf8'));
        return name === undefined ? [] : [`${relative(process.cwd(), path)}#${name}`];
      });
  return look(folder, 0).slice(0, mostNamed);
}

/** The export that is likely the handler: one that is named so, or else the only one. */
function exportIn(text: string): string | undefined {
  if (!ofStreams.test(text)) return undefined;
  const exports = /\bexport\s+(?:const|let|var|(?:async\s+)?function)\s+(\w+)|\b(?:module\.)?exports\.(\w+)\s*=/gu;
  const names = [...text.matchAll(exports)].map(([, one, other]) => one ?? other ?? '');
  return names.find((name) => /handle|^(?:main|run)$/iu.test(name)) ?? (names.length === 1 ? names[0] : undefined);
}
