import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { TemplateError } from '../values/templateError.ts';
import { whatIsDeployed } from '../values/whatIsDeployed.ts';

/** A text of HCL and where it is from. */
export interface HclText {
  readonly path: string;
  readonly text: string;
}

/** A node of the syntax tree of an expression, as the parser gives it. */
export interface Expression {
  readonly type: string;
  readonly children: readonly Expression[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly range?: { readonly start: { readonly byte: number }; readonly end: { readonly byte: number } };
}

/** Files as JSON, in which texts hold expressions (`${var.x}`), and the trees of those expressions by the texts. */
export interface ParsedHcl {
  readonly files: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly expressions: ReadonlyMap<string, Expression>;
  /** By the path of a file that cannot be parsed, why. */
  readonly mistakes: ReadonlyMap<string, string>;
}

/** What stands around the text of an expression that is parsed; a key of an object is known by where it stands. */
export const before = '<<MILLRACE_TEXT\n';
const after = '\nMILLRACE_TEXT\n';

const mostCharacters = 5_000_000;
const mostMs = 30_000;
const parser = '@cdktf/hcl2json';

/**
 * Parses files of Terraform. The parser is WebAssembly that changes the process it runs in and answers later, so it has a process of
 * its own, which also ends when a file keeps it busy.
 *
 * @throws {TemplateError} when the parser is not installed or does not answer.
 */
export function parsedHcl(texts: readonly HclText[]): ParsedHcl {
  const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
  const [first] = texts;
  const where = first?.path ?? '';
  const input = JSON.stringify({ texts, before, after });
  const parsedBefore = recent.get(input);
  if (parsedBefore !== undefined) return parsedBefore;
  if (characters > mostCharacters) throw new TemplateError(`${where} and the files beside it have over 5 MB of HCL.`);
  const { status, stdout, error } = spawnSync(process.execPath, ['-e', program, installed(where)], {
    input,
    encoding: 'utf8',
    timeout: mostMs,
    maxBuffer: 512 * 1024 * 1024,
    env: {},
  });
  if (status !== 0) {
    const why = error === undefined ? `it ended with ${String(status)}` : error.message;
    throw new TemplateError(`${where} cannot be parsed: the parser of HCL did not answer (${why}). ${insteadOfHcl}`);
  }
  const answer: Answer = JSON.parse(stdout);
  const parsed: ParsedHcl = {
    files: new Map(answer.files),
    expressions: new Map(answer.expressions),
    mistakes: new Map(answer.mistakes),
  };
  if (recent.size >= mostRecent) recent.clear();
  recent.set(input, parsed);
  return parsed;
}

/** To start the parser takes longer than all else; several mappings of a module, and several tests, ask for the same files. */
const recent = new Map<string, ParsedHcl>();
const mostRecent = 8;

interface Answer {
  readonly files: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
  readonly expressions: readonly (readonly [string, Expression])[];
  readonly mistakes: readonly (readonly [string, string])[];
}

const insteadOfHcl =
  'Or give the plan instead: terraform plan -out plan.out, terraform show -json plan.out > plan.json, and plan.json here.';

function installed(where: string): string {
  const places = [
    join(resolve(where), '..'),
    process.cwd(),
    ...(process.argv[1] === undefined ? [] : [process.argv[1]]),
  ];
  for (const place of places) {
    try {
      return createRequire(join(realPath(place), 'from')).resolve(parser);
    } catch {
      // The next place may have it.
    }
  }
  throw new TemplateError(
    `${where} is HCL, and its parser is not installed: npm install -D ${parser}. ${insteadOfHcl} ${whatIsDeployed}`,
  );
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const program = `
const { parse, getExpressionAst } = require(process.argv[1]);
const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
  const { texts, before, after } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const answer = { files: [], expressions: [], mistakes: [] };
  const found = new Set();
  const look = (value) => {
    if (typeof value === 'string') { if (/[$%]\\{/.test(value)) found.add(value); }
    else if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) { look(key); look(inner); }
    }
  };
  for (const { path, text } of texts) {
    try {
      const file = path.endsWith('.json') ? JSON.parse(text) : await parse(path, text);
      answer.files.push([path, file]);
      look(file);
    } catch (error) {
      answer.mistakes.push([path, String(error && error.message)]);
    }
  }
  for (const text of found) {
    try {
      answer.expressions.push([text, await getExpressionAst('x.tf', before + text + after)]);
    } catch {
      // An expression that is not understood is open.
    }
  }
  process.stdout.write(JSON.stringify(answer), () => process.exit(0));
});
`;
