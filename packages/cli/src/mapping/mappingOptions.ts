import { collected } from '../shell/collected.ts';
import { functionSeconds } from '../shell/functionSeconds.ts';

/** The options that name a mapping and say what is known of its function, as commander takes them: `.option(...mappingOptions.mapping)`. */
export const mappingOptions = {
  mapping: [
    '--mapping <file[#LogicalId]>',
    "the mapping: JSON or YAML of AWS's parameters, or what deploys it: a template, cdk.out, serverless.yml, Terraform",
  ],
  parameter: ['--parameter <Name=value>', 'a parameter of the template, over its Default; may be repeated', collected],
  configEnv: ['--config-env <name>', 'the section of the samconfig.toml beside the template (default: default)'],
  set: ['--set <Parameter=value>', 'a parameter of the mapping, over the file; may be repeated', collected],
  timeout: [
    '--timeout <seconds>',
    "the function's time-out, of real and of virtual time (default: the template's, or 3)",
    functionSeconds,
  ],
} as const;
