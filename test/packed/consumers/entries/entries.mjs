import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// Imports and requires every entry point of every package that is installed here, and prints those that cannot be.

const require = createRequire(import.meta.url);
const installed = join(import.meta.dirname, 'node_modules');
const names = ['millrace', ...readdirSync(join(installed, '@millrace')).map((name) => `@millrace/${name}`)];
const failed = [];
let loaded = 0;
for (const name of names) {
  const { exports } = JSON.parse(readFileSync(join(installed, name, 'package.json'), 'utf8'));
  for (const [entry, target] of Object.entries(exports)) {
    const specifier = name + entry.slice(1);
    for (const load of [require, typeof target === 'string' ? require : (module) => import(module)]) {
      try {
        await load(specifier);
        loaded++;
      } catch (error) {
        failed.push(`${specifier}: ${error.message.split('\n')[0]}`);
      }
    }
  }
}
console.log(JSON.stringify({ packages: names.length, loaded, failed }));
