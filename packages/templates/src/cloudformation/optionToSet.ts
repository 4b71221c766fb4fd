const structures = ['DestinationConfig', 'FilterCriteria', 'MetricsConfig'];

/** The option that gives a parameter of the mapping, to be filled in: `--set BatchSize=<value>`. */
export function optionToSet(parameter: string): string {
  return `--set ${parameter}=${structures.includes(parameter) ? "'<JSON>'" : '<value>'}`;
}
