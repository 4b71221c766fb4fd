import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether a handler's file is written as CommonJS: then most likely nothing turns the modules of its project's tests into it. */
export function isCommonJs(handler: string): boolean {
  const file = handler.replace(/#[^#/\\]*$/u, '');
  if (file.endsWith('.cjs')) return true;
  return file.endsWith('.js') && !isModule(dirname(file)) && !/^\s*(?:import|export)\b/mu.test(textOf(file) ?? '');
}

/** By the nearest `package.json`. */
function isModule(folder: string): boolean {
  const text = textOf(join(folder, 'package.json'));
  if (text !== undefined) return /"type"\s*:\s*"module"/u.test(text);
  return dirname(folder) !== folder && isModule(dirname(folder));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
