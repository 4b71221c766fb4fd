import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { askedMapping } from '../../src/mapping/askedMapping.ts';
import { temporaryFolder } from '../temporaryFiles.ts';

const files = {
  'template.yaml': `
Parameters: { Size: { Type: Number }, Retries: { Type: Number } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: !ImportValue seconds
      Events:
        C: { Type: DynamoDB, Properties: { StartingPosition: LATEST, BatchSize: !Ref Size, MaximumRetryAttempts: !Ref Retries } }
`,
  'samconfig.toml': `
[default.deploy.parameters]
parameter_overrides = "Size=7"
[prod.deploy.parameters]
parameter_overrides = "Size=8 Retries=2"
`,
};

describe('the mapping that a command line names', () => {
  test('is asked for in the words of its options', () => {
    const mapping = join(temporaryFolder(files), 'template.yaml');

    expect(() => askedMapping({ mapping })).toThrow(
      'Give the values they have there: --parameter Retries=<value> --timeout <seconds>',
    );
  });

  test('takes what a samconfig.toml beside the template says, and tells of it', () => {
    const mapping = join(temporaryFolder(files), 'template.yaml');

    expect(askedMapping({ mapping, configEnv: 'prod', timeout: 9 })).toMatchObject({
      mapping: { BatchSize: 8, MaximumRetryAttempts: 2, FunctionName: 'F', StartingPosition: 'LATEST' },
      timeoutSeconds: 9,
      notes: ['Size=8 is from samconfig.toml (prod).', 'Retries=2 is from samconfig.toml (prod).'],
    });
    expect(
      askedMapping({ mapping, parameter: ['Size=1', 'Retries=0'], set: ['MaximumRetryAttempts=5'], timeout: 9 }),
    ).toMatchObject({
      mapping: { BatchSize: 1, MaximumRetryAttempts: 5 },
      notes: [],
    });
  });

  test('is not asked for what is not needed', () => {
    const mapping = join(temporaryFolder(files), 'template.yaml');

    expect(askedMapping({ mapping }, ['FilterCriteria']).mapping).toEqual({
      StartingPosition: 'LATEST',
      BatchSize: 7,
      FunctionName: 'F',
    });
  });
});
