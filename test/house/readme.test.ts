import '@millrace/jest';
import { describe, expect, jest, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import { recording } from '@millrace/simulator/node';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { handler } from '../../examples/orders/handler.ts';
import { root, textOf } from './repository.ts';

// What the README shows has to be cut from files that run, and to be what is really printed.

const blocks = [...textOf('README.md').matchAll(/<!-- (.+?) -->\n\n```(\w*)\n([\s\S]*?)\n```/g)].map(
  ([, source = '', language = '', text = '']) => ({ source, language, text }),
);
const snippets = blocks.filter(({ language }) => language === 'ts');

describe('the README', () => {
  test('says of each snippet which file it is cut from', () => {
    const fences = textOf('README.md').match(/^```ts$/gm) ?? [];

    expect(snippets).toHaveLength(fences.length);
    expect(fences.length).toBeGreaterThan(0);
  });

  test('shows what a failing test prints', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const mapping = JSON.parse(textOf('examples/orders/mapping.json'));
    const { BisectBatchOnFunctionError: _without, ...changed } = mapping;
    const records = recording(join(root, 'examples/orders/recordings/orders.ndjson'));

    const trace = await simulate({ handler, records, mapping: changed });

    const failure = () =>
      expect(trace).toHaveDiscarded([{ sequenceNumber: '000000000000000000124', condition: 'RetryAttemptsExhausted' }]);
    const printed = stripVTControlCharacters(messageOf(failure)).trim();
    const shown = blocks.find(({ source }) => source === 'printed')?.text ?? '';
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(
        join(root, 'README.md'),
        textOf('README.md').replace(shown, () => printed),
      );
    } else {
      expect(shown).toBe(printed);
    }
  });
});

function messageOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It did not fail.');
}
