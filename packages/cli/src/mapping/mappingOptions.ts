import { collected } from '../shell/collected.ts';

/** The options that name a mapping, as commander takes them: `.option(...mappingOptions.mapping)`. */
export const mappingOptions = {
  mapping: [
    '--mapping <file[#LogicalId]>',
    "the mapping: JSON or YAML of AWS's parameters, or what deploys it: a template, cdk.out, serverless.yml, Terraform",
  ],
  parameter: ['--parameter <Name=value>', 'a parameter of the template, over its Default; may be repeated', collected],
  configEnv: ['--config-env <name>', 'the section of the samconfig.toml beside the template (default: default)'],
  set: ['--set <Parameter=value>', 'a parameter of the mapping, over the file; may be repeated', collected],
} as const;
