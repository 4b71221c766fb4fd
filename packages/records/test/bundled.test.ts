import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

/** Bundles a program the way functions are bundled, runs it, and answers with what it printed. */
async function runBundled(program: string, ...options: string[]): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: program, resolveDir: __dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@millrace/source'],
    write: false,
  });
  expect(warnings).toEqual([]);
  const [output] = outputFiles;
  const args = [...options, '--input-type=module', '--eval', output?.text ?? ''];
  return (await promisify(execFile)(process.execPath, args)).stdout.trim();
}

const orders = "const orders = defineStream({ item: type(), keys: ['orderId'] });";

test('a bundle has no encoder, and says so when a record is to be made', async () => {
  const printed = await runBundled(`
    import { defineStream, type } from '@millrace/records';
    ${orders}
    try { orders.insert({ orderId: 'o-1' }); } catch (error) { console.log(error.message); }`);

  expect(printed).toBe(
    'defineStream, insert, modify, remove: a bundler left the encoder out, as deployed functions need none. Call installEncoder() first.',
  );
});

test('a bundle that calls installEncoder makes records like everybody else', async () => {
  const printed = await runBundled(`
    import { defineStream, installEncoder, type } from '@millrace/records';
    installEncoder();
    ${orders}
    console.log(orders.decode(orders.insert({ orderId: 'o-1' })).newImage.orderId);`);

  expect(printed).toBe('o-1');
});

test('records are read the same where Node may not make code from text', async () => {
  const program = `
    import { defineStream, installEncoder, type } from '@millrace/records';
    installEncoder();
    ${orders}
    const wire = orders.insert({ orderId: 'o-1', total: 12.5, paid: true, note: null, lines: [{ sku: 'a' }] });
    let read;
    for (let times = 0; times < 1000; times++) read = orders.decode(wire).newImage;
    console.log(JSON.stringify(read));`;

  const printed = await runBundled(program, '--disallow-code-generation-from-strings');

  expect(printed).toBe('{"orderId":"o-1","total":12.5,"paid":true,"note":null,"lines":[{"sku":"a"}]}');
  expect(await runBundled(program)).toBe(printed);
});
