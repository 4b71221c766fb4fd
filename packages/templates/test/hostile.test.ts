import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isTemplateError, mappingFrom } from '@millrace/templates';
import { temporaryFile as file } from './temporaryFiles.ts';

// Nothing here measures time: what is not linear, or not refused early, takes minutes or all memory, and the test ends.

function outcome(source: string): string {
  try {
    return JSON.stringify(mappingFrom(source).mapping);
  } catch (error) {
    if (!isTemplateError(error)) throw error;
    return error.message;
  }
}

const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => each(index));
const mappingOf = (properties: string) => `
Resources:
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { StartingPosition: LATEST, ${properties} } }
`;

/** Each file of two letters stands for ten times the one before it. */
const bomb = many(10, (index) => `b${index}: &b${index} [${many(10, () => (index ? `*b${index - 1}` : 'x')).join()}]`);

describe('a hostile template is refused with a sentence, or read', () => {
  test.each<[string, string, RegExp]>([
    ['an anchor in itself', 'Resources: &a { A: *a }', /an anchor that contains an alias to itself/],
    ['an anchor in its own list', 'Resources: &a [*a]', /an anchor that contains an alias to itself/],
    ['an anchor that merges itself', 'Resources: &a\n  <<: *a\n  B: 1', /refers to its own anchors more often/],
    ['a bomb of aliases', `${bomb.join('\n')}\nResources: {}`, /refers to its own anchors more often/],
    [
      '100,000 keys of YAML',
      `Resources:\n${many(100_000, (i) => `  K${i}: 1`).join('\n')}`,
      /1 MB at most|tokens of YAML/,
    ],
    ['a list of 300,000', `Resources: [${'a,'.repeat(300_000)}]`, /tokens of YAML/],
    ['20,000 open brackets', '['.repeat(20_000), /nested too deeply/],
    ['1,000,000 brackets of JSON', `${'['.repeat(1e6)}${']'.repeat(1e6)}`, /nested too deeply/],
    ['objects 5,000 deep', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, /nested/],
    ['maps 1,000 deep', `a:\n${many(1000, (i) => `${' '.repeat(i + 1)}a:`).join('\n')}`, /nested|tokens/],
    ['a key twice', 'Resources: { A: 1, B: 2, A: 3 }', /Map keys must be unique: A at line 1, column 26/],
    [
      'a !Sub of 400 KB of unfinished variables',
      mappingOf(`BatchSize: !Sub '${'${'.repeat(200_000)}'`),
      /"BatchSize":"/,
    ],
    ['a !Sub of 400 KB of variables', mappingOf(`BatchSize: !Sub '${'${A}'.repeat(100_000)}'`), /only a deployment/],
    [
      'a text that grows',
      `Parameters: { P: { Type: String, Default: ${'x'.repeat(4000)} } }\n${mappingOf(`BatchSize: !Sub '${'${P}'.repeat(50_000)}'`)}`,
      /makes a text of 200000000 characters/,
    ],
    [
      'conditions that refer to each other',
      `Conditions: { A: !Not [!Condition B], B: !Not [!Condition A] }\n${mappingOf('BatchSize: !If [A, 1, 2]')}`,
      /the condition [AB] depends on itself/,
    ],
    [
      'a chain of 5,000 conditions',
      `Conditions:\n${many(5000, (i) => `  C${i}: !Not [!Condition C${i + 1}]`).join('\n')}\n${mappingOf('BatchSize: !If [C0, 1, 2]')}`,
      /chain of conditions is too long/,
    ],
    [
      'conditions that double',
      `Conditions:\n${many(200, (i) => `  C${i}: !And [!Condition C${i + 1}, !Condition C${i + 1}]`).join('\n')}\n  C50: !Equals [a, a]\n${mappingOf('BatchSize: !If [C0, 1, 2]')}`,
      /Map keys must be unique/,
    ],
    [
      'loops in loops',
      `Resources:\n  Fn::ForEach::A:\n    - X\n    - [${many(100, String).join()}]\n    - Fn::ForEach::B: [Y, [${many(100, String).join()}], { 'R\${X}x\${Y}': 1 }]`,
      /makes over 5000 resources in loops/,
    ],
  ])('%s', (_, text, expected) => {
    expect(outcome(file('template.yaml', text))).toMatch(expected);
  });

  test('conditions that double are each worked out once', () => {
    const conditions = many(60, (i) => `  C${i}: !And [!Condition C${i + 1}, !Condition C${i + 1}]`);
    const text = `Conditions:\n${conditions.join('\n')}\n  C60: !Equals [a, a]\n${mappingOf('BatchSize: !If [C0, 1, 2]')}`;

    expect(mappingFrom(file('template.yaml', text)).mapping.BatchSize).toBe(1);
  });

  test('100,000 resources of JSON are read', () => {
    const resources = Object.fromEntries(many(100_000, (i) => `R${i}`).map((id) => [id, { Type: 'AWS::SQS::Queue' }]));
    const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { StartingPosition: 'LATEST' } };

    expect(outcome(file('template.json', JSON.stringify({ Resources: { ...resources, mapping } })))).toBe(
      '{"StartingPosition":"LATEST"}',
    );
  });

  test('a chain of 10,000 names of resources ends', () => {
    const resources = Object.fromEntries(
      many(10_000, (i) => `Q${i}`).map((id, i) => [
        id,
        { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: `N${i + 1}` } } },
      ]),
    );
    const named = Object.fromEntries(
      many(10_000, (i) => `N${i}`).map((id, i) => [
        id,
        { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': `\${N${i + 1}}` } } },
      ]),
    );
    const DestinationConfig = { OnFailure: { Destination: { 'Fn::GetAtt': ['N0', 'Arn'] } } };
    const mapping = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { StartingPosition: 'LATEST', DestinationConfig },
    };
    const path = file('template.json', JSON.stringify({ Resources: { ...resources, ...named, mapping } }));

    expect(outcome(path)).toContain('arn:aws:s3:::N');
  });

  test('2,000 parameters are asked for in one message', () => {
    const parameters = Object.fromEntries(many(2000, (i) => `P${i}`).map((name) => [name, { Type: 'String' }]));
    const Pattern = { 'Fn::Sub': many(2000, (i) => `\${P${i}}`).join('') };
    const Properties = { StartingPosition: 'LATEST', FilterCriteria: { Filters: [{ Pattern }] } };
    const template = {
      Parameters: parameters,
      Resources: { M: { Type: 'AWS::Lambda::EventSourceMapping', Properties } },
    };

    expect(outcome(file('template.json', JSON.stringify(template)))).toMatch(
      /P0 and P1 and .* and P1999 are parameters/,
    );
  });

  test('a pattern of a parameter that never comes to an end says nothing against a value', () => {
    const text = `Parameters: { P: { Type: String, AllowedPattern: '(a+)+b', Default: ${'a'.repeat(50)} } }\n${mappingOf('BatchSize: !Ref P')}`;

    expect(outcome(file('template.yaml', text))).toContain('"BatchSize":"aaa');
  });

  test('variables of a serverless.yml that double, or that refer to each other', () => {
    const custom = many(60, (i) => `  v${i}: '\${self:custom.v${i + 1}}\${self:custom.v${i + 1}}'`);
    const text = `service: s\nprovider: { name: aws }\ncustom:\n${custom.join('\n')}\n  v60: x\nfunctions: { f: { handler: a.b, events: [{ stream: { type: dynamodb, batchSize: '\${self:custom.v0}' } }] } }`;

    expect(outcome(file('serverless.yml', text))).toMatch(/makes a text of \d+ characters of its variables/);
    expect(outcome(file('serverless.yml', text.replace('v60: x', "v60: '${self:custom.v0}'")))).toMatch(
      /refers to itself/,
    );
  });

  test('400 KB of unfinished variables in a serverless.yml are text', () => {
    const text = `service: s\nprovider: { name: aws }\nfunctions: { f: { handler: a.b, events: [{ stream: { type: dynamodb, batchSize: '${'${'.repeat(200_000)}' } }] } }`;

    expect(outcome(file('serverless.yml', text))).toMatch(/variables over 50 levels deep/);
  });
});

describe('names that are those of JavaScript', () => {
  const prototype: { polluted?: string } = Object.getPrototypeOf({});
  beforeEach(() => {
    Object.defineProperty(prototype, 'polluted', { value: 'yes', enumerable: true, configurable: true });
  });
  afterEach(() => {
    delete prototype.polluted;
  });

  test('are names like others, and what stands in Object.prototype is nobody’s value', () => {
    const text = `
Parameters: { __proto__: { Type: String, Default: p }, constructor: { Type: Number, Default: 7 } }
Conditions: { toString: !Equals [!Ref constructor, 7] }
${mappingOf('BatchSize: !If [toString, !Ref constructor, 1], MaximumRetryAttempts: !Ref valueOf')}`;

    expect(outcome(file('template.yaml', text))).toMatch(/MaximumRetryAttempts of M .* only a deployment/);
    expect(outcome(file('template.yaml', text.replace('valueOf', 'constructor')))).toBe(
      '{"StartingPosition":"LATEST","BatchSize":7,"MaximumRetryAttempts":7}',
    );
    expect(mappingFrom(file('template.yaml', text), { overrides: { MaximumRetryAttempts: 1 } }).mapping.BatchSize).toBe(
      7,
    );
  });
});

test('a plan of 20,000 modules with functions and mappings of the same names is read, each mapping with its own function', () => {
  const moduleOf = (index: number) => {
    const address = `module.m${index}`;
    const mapping = {
      function_name: 'same',
      event_source_arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/x',
      starting_position: 'LATEST',
    };
    const resources = [
      { type: 'aws_lambda_event_source_mapping', name: 'm', values: mapping },
      { type: 'aws_lambda_function', name: 'f', values: { function_name: 'same', handler: `h${index}.main` } },
    ];
    const managed = (resource: { readonly type: string; readonly name: string }) => ({
      ...resource,
      mode: 'managed',
      address: `${address}.${resource.type}.${resource.name}`,
    });
    return { address, resources: resources.map(managed) };
  };
  const modules = Array.from({ length: 20_000 }, (_, index) => moduleOf(index));
  const plan = { format_version: '1.2', planned_values: { root_module: { child_modules: modules } } };
  const path = file('plan.json', JSON.stringify(plan));

  const found = mappingFrom(`${path}#module.m19999.aws_lambda_event_source_mapping.m`);

  expect(found.function).toMatchObject({ handler: 'h19999.main' });
});
