import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../../../test/integration/src/dynamoDbLocal.ts';
import { type MillraceRun, runMillrace } from '../../../test/integration/src/runMillrace.ts';
import { orderChanges, poisonOrderId } from './orderChanges.ts';
import { writeOrders } from './writeOrders.ts';

// The main job, end to end: a real stream, recorded with `millrace capture` and replayed with `millrace replay`.
// `--save` keeps the recording as the one in examples/orders, which is what a machine without Java replays.

const ordersFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'orders');
const savedRecording = join(ordersFolder, 'recordings', 'orders.ndjson');

async function demo(): Promise<void> {
  if (!hasJava()) {
    say(`${whyNoDynamoDbLocal}\nReplaying the recording in examples/orders instead; it was made by this demo.\n`);
    return replay(savedRecording);
  }
  const folder = mkdtempSync(join(tmpdir(), 'millrace-demo-'));
  // At the exit, so that an interrupted demo leaves nothing behind either.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const recording = join(folder, 'orders.ndjson');
  await record(recording);
  if (process.argv.includes('--save')) await copyFile(recording, savedRecording);
  await replay(recording);
}

async function record(recording: string): Promise<void> {
  const local = await startDynamoDbLocal();
  try {
    say(`DynamoDB Local ${local.version} answers at ${local.endpoint}, and nowhere else.`);
    const changes = orderChanges();
    await writeOrders(local.endpoint, 'Orders', changes);
    say(
      `Wrote ${changes.length} changes to the table Orders; a payment of ${poisonOrderId} is one that no handler can book.\n`,
    );

    const args = ['capture', '--table', 'Orders', '--endpoint', local.endpoint];
    say(`$ millrace ${args.join(' ')} > ${recording}`);
    const captured = succeeded(await runMillrace(args));
    await writeFile(recording, captured.stdout);
    say(captured.stderr);
  } finally {
    await local.stop();
  }
}

async function replay(recording: string): Promise<void> {
  const shown = recording.startsWith(ordersFolder) ? relative(ordersFolder, recording) : recording;
  const args = ['replay', shown, '--handler', 'handler.ts', '--mapping', 'mapping.json'];
  say(`$ cd examples/orders\n$ millrace ${args.join(' ')}`);
  const replayed = succeeded(await runMillrace(args, { cwd: ordersFolder }));
  say(replayed.stdout);
  const [firstLog] = replayed.stderr.split('\n');
  if (firstLog) say(`What the handler logged when it met the poison first:\n  ${firstLog}`);
}

function succeeded(run: MillraceRun): MillraceRun {
  if (run.exitCode === 0) return run;
  throw new Error(`millrace ended with exit code ${run.exitCode}:\n${run.stdout}${run.stderr}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

// The SDK's advice about its own next Node version would be the first thing to read here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// Leaving through `exit` ends DynamoDB Local as well.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
await demo();
