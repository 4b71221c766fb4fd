import { isAbsolute, relative, sep } from 'node:path';
import type { HuntTask } from './huntTask.ts';

/**
 * The lines by which a printed test finds what a task names, pasted into a file of the current directory: interception first, as
 * what is loaded before it may keep functions that it does not see. Undefined where the task brings its own.
 */
export function taskImport({
  handler,
  setup,
  exploration,
  environment = {},
  intercept = {},
}: HuntTask): string | undefined {
  const reference = setup ?? handler;
  if (exploration !== undefined || reference === undefined) return undefined;
  const [file = '', name = setup === undefined ? 'handler' : 'setup'] = reference.split('#');
  const found = `(await import(${JSON.stringify(fromHere(file))})).${name}`;
  const lines = [`const setup = async () => ${setup === undefined ? `({ handler: ${found} })` : `${found}()`};`];
  if (Object.keys(environment).length > 0) {
    lines.unshift(`Object.assign(process.env, ${JSON.stringify(environment)});`);
  }
  if (intercept === false) return lines.join('\n');
  const { tables = [], allowHosts = [], allowProcesses = false } = intercept;
  const known = tables.length === 0 ? '' : `{ tables: ${JSON.stringify(tables)} }`;
  const allowed = [
    ...(allowHosts.length === 0 ? [] : [`allowHosts: ${JSON.stringify(allowHosts)}`]),
    ...(allowProcesses ? ['allowProcesses: true'] : []),
  ];
  return [
    "import { interceptEffects } from '@millrace/effects';",
    "import { standIns } from '@millrace/effects/stand-ins';",
    '',
    `interceptEffects({ ${[`standIns: standIns(${known})`, ...allowed].join(', ')} });`,
    ...lines,
  ].join('\n');
}

function fromHere(file: string): string {
  const path = relative(process.cwd(), file);
  return isAbsolute(path) || path.startsWith('..') ? file : `./${path.replaceAll(sep, '/')}`;
}
