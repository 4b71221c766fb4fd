import { type CollectionTag, LineCounter, Pair, parseDocument, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import { TemplateError } from '../templateError.ts';

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

/**
 * Parses JSON or YAML, with CloudFormation's short forms (`!Ref x`, `!Sub …`) as the long ones (`{ Ref: x }`).
 *
 * Throws a `TemplateError` with the line and column of the first mistake.
 */
export function parseCloudFormationYaml(text: string, file: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { customTags, lineCounter, logLevel: 'error' });
  const mistake = document.errors[0];
  if (mistake) throw new TemplateError(`${file} is neither JSON nor YAML: ${mistake.message}`, mistake);
  return document.toJS({ maxAliasCount: 1000 });
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
