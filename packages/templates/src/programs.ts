import { basename, dirname } from 'node:path';
import { TemplateError } from './values/templateError.ts';
import { whatIsDeployed } from './values/whatIsDeployed.ts';

const anyProgram = /\.(?:[cm]?[jt]sx?|py|go|java|cs)$/u;

/** Files of tools whose mappings stand in programs: reading them would mean to run them. */
const programs: readonly (readonly [name: RegExp, sentence: string])[] = [
  [
    /^sst\.config\.[cm]?[jt]s$/u,
    'is a program of SST, which is not run here. SST deploys through Pulumi: deploy a stage once, and ask AWS.',
  ],
  [
    /^Pulumi(\..+)?\.ya?ml$/u,
    'is a project of Pulumi, whose program is not run here. Deploy a stack once, and ask AWS.',
  ],
  [
    /^(amplify_outputs\.json|backend\.ts|team-provider-info\.json|amplify_meta\.json|amplify-meta\.json)$/u,
    'is of Amplify, whose program is not run here. Amplify is built with CDK: the stacks of a sandbox or a branch are CloudFormation. ' +
      'Ask AWS, also with: aws cloudformation get-template --stack-name <name> --query TemplateBody > template.json.',
  ],
  [/^cdk\.json$/u, 'is the configuration of a CDK app. Run npx cdk synth, and give the folder cdk.out that it writes.'],
  [
    /^serverless\.[cm]?[jt]s$/u,
    'is a program of the Serverless Framework, which is not run here. Run npx serverless print > serverless.yml, and give that.',
  ],
  [
    /^samconfig\.toml$/u,
    'is the configuration of sam deploy. Give the template beside it; its parameter_overrides are taken.',
  ],
  [
    anyProgram,
    'is a program, which is not run here. A CDK app: run npx cdk synth, and give the folder cdk.out that it writes. ' +
      'A serverless.ts: run npx serverless print > serverless.yml, and give that.',
  ],
];

/** Of a file by whose name it is known what deploys a project; not of any program. */
export function programSentence(path: string): string | undefined {
  const [name, sentence] = programs.find(([each]) => each.test(basename(path))) ?? [];
  const isOther = basename(path) === 'backend.ts' && basename(dirname(path)) !== 'amplify';
  return name === undefined || name === anyProgram || isOther ? undefined : `${path} ${sentence}`;
}

/** Refuses a program with a sentence on how to get a file of what it deploys. @throws {TemplateError} */
export function refuseProgram(path: string): void {
  const [, sentence] = programs.find(([name]) => name.test(basename(path))) ?? [];
  if (sentence !== undefined) throw new TemplateError(`${path} ${sentence} ${whatIsDeployed}`);
}
