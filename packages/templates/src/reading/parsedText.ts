import { reasonOf } from '@millrace/simulator';
import { type CollectionTag, isScalar, Lexer, LineCounter, Pair, parseDocument, Scalar } from 'yaml';
import { type ScalarTag, visit, YAMLMap } from 'yaml';
import { TemplateError } from '../values/templateError.ts';
import { refuseUnwieldy } from './refuseUnwieldy.ts';

const functions = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

const tags = [...functions.map((name) => [`!${name}`, `Fn::${name}`]), ['!Ref', 'Ref'], ['!Condition', 'Condition']];

const customTags: (ScalarTag | CollectionTag)[] = tags.flatMap(([tag = '', name = '']) => [
  { tag, resolve: (text: string) => ({ [name]: name === 'Fn::GetAtt' ? parts(text) : text }) },
  { tag, collection: 'seq' as const, resolve: (list: unknown) => call(name, list) },
  { tag, collection: 'map' as const, resolve: (map: unknown) => call(name, map) },
]);

/** CloudFormation's own limit of a template is 1 MB; beyond it, or this many tokens, reading would take seconds. */
const mostYamlCharacters = 1_048_576;
const mostYamlTokens = 100_000;
const mostJsonCharacters = 64 * 1_048_576;
const mostAliases = 1000;
/** The parser of YAML calls itself for each, and is slow to say that it cannot go on. */
const mostBrackets = 200;

/**
 * Parses JSON or YAML, with merge keys (`<<`), and CloudFormation's short forms (`!Ref x`, `!Sub …`) as the long ones
 * (`{ Ref: x }`).
 *
 * Throws a `TemplateError` with the line and column of the first mistake, and for what is too large to be a template:
 * 1 MB or 100,000 tokens of YAML, 64 MB of JSON, 200 levels, a million nodes once aliases are written out.
 */
export function parsedText(text: string, file: string): unknown {
  const json = parsedJson(text, file);
  if (json !== undefined) return json.value;
  refuseLong(text, file);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    customTags,
    lineCounter,
    logLevel: 'error',
    merge: true,
    uniqueKeys: false, // Which yaml looks for by comparing each key with each; below it is done with a set.
  });
  const mistake = document.errors[0] ?? duplicateKey(document, lineCounter);
  if (mistake?.message.startsWith('Maximum call stack')) throw tooDeep(file);
  if (mistake) throw new TemplateError(`${file} is neither JSON nor YAML: ${mistake.message}`, mistake);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: mostAliases });
  } catch (cause) {
    if (reasonOf(cause).startsWith('Maximum call stack')) throw tooDeep(file);
    throw new TemplateError(
      `${file} refers to its own anchors more often than a template does (over ${mostAliases} times, counting aliases ` +
        'within aliases), or to an anchor from within it. Write out what they stand for.',
      cause,
    );
  }
  refuseUnwieldy(value, file);
  return value;
}

function parsedJson(text: string, file: string): { readonly value: unknown } | undefined {
  if (!/^\s*[{[]/u.test(text)) return undefined;
  if (text.length > mostJsonCharacters) {
    throw new TemplateError(`${file} has ${text.length} characters, too many for a template: at most 64 MB are read.`);
  }
  if (/^[\s[{]{500}/u.test(text)) throw tooDeep(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // A YAML file may begin with a brace too, and the parser of YAML says where JSON has its mistake.
    if (text.length <= mostYamlCharacters) return undefined;
    throw new TemplateError(`${file} is no JSON: ${reasonOf(cause)}`, cause);
  }
  refuseUnwieldy(value, file);
  return { value };
}

function refuseLong(text: string, file: string): void {
  if (text.length > mostYamlCharacters) {
    throw new TemplateError(
      `${file} has ${text.length} characters of YAML: CloudFormation takes 1 MB at most. Split it, or give it as JSON.`,
    );
  }
  let tokens = 0;
  let brackets = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets--;
    if (brackets > mostBrackets) throw tooDeep(file);
    if (++tokens <= mostYamlTokens) continue;
    throw new TemplateError(
      `${file} has over ${mostYamlTokens} tokens of YAML, more than a template with CloudFormation's limit of 500 ` +
        'resources has. Split it, or give it as JSON.',
    );
  }
}

function duplicateKey(document: ReturnType<typeof parseDocument>, lines: LineCounter): Error | undefined {
  let found: Error | undefined;
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (seen.has(key.value)) {
          const { line, col } = lines.linePos(key.range?.[0] ?? 0);
          found = new Error(`Map keys must be unique: ${String(key.value)} at line ${line}, column ${col}`);
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

function tooDeep(file: string): TemplateError {
  return new TemplateError(`${file} is nested too deeply to be a template.`);
}

function call(name: string, argument: unknown): YAMLMap {
  const map = new YAMLMap();
  map.items.push(new Pair(new Scalar(name), argument));
  return map;
}

// `!GetAtt Queue.Arn` is `Fn::GetAtt: [Queue, Arn]`; what follows the first dot is the attribute.
function parts(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
