import type { CheckUpOptions } from '@millrace/explore/check';
import { type DeployedMapping, type FoundMapping, isTemplateError, mappingsIn } from '@millrace/templates';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { askedMapping, type MappingFlags } from '../mapping/askedMapping.ts';
import { parameterValues } from '../mapping/parameterValues.ts';
import { setParameters } from '../mapping/setParameters.ts';
import { UsageError } from '../shell/usageError.ts';
import { exampleEvents } from './exampleEvents.ts';
import { likelyHandlers } from './likelyHandlers.ts';

/** The options that say what is checked. */
export interface CheckFlags extends MappingFlags {
  readonly records?: string;
  readonly env?: readonly string[];
  readonly key?: readonly string[];
  readonly view?: string;
}

/** What is to be checked up, and what cannot be. */
export interface CheckTargets {
  readonly targets: readonly CheckUpOptions[];
  readonly notChecked: readonly { readonly reference: string; readonly why: string }[];
}

const views = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;

/** Finds the functions: a handler's file, or those with mappings of a template or of the files of a folder. */
export async function checkTargets(target: string, flags: CheckFlags): Promise<CheckTargets> {
  const file = target.replace(/#[^#/\\]*$/u, '');
  if (/\.[cm]?[jt]sx?$/u.test(file)) {
    const hasMapping = flags.mapping !== undefined || flags.set !== undefined;
    const deployed = askedMapping(flags);
    return { targets: [await optionsOf(target, deployed, flags, dirname(file), hasMapping)], notChecked: [] };
  }
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    throw new UsageError(
      `There is no file or folder ${file}. Name a handler (src/app.ts#handler), a template, or the folder of a project.`,
    );
  }
  const folder = statSync(file).isDirectory() ? file : dirname(file);
  const found = foundIn(target, flags, folder);
  const targets: CheckUpOptions[] = [];
  const notChecked: { reference: string; why: string }[] = [];
  for (const each of found) {
    const handler = handlerOf(each);
    if (each.deployed === undefined || handler === undefined)
      notChecked.push({ reference: each.reference, why: whyNot(each) });
    else targets.push({ ...(await optionsOf(handler, each.deployed, flags, folder, true)), name: nameIn(each) });
  }
  if (targets.length === 0) {
    const reasons = notChecked.map(({ reference, why }) => `\n- ${reference}: ${why}`).join('');
    throw new UsageError(
      `${target} has no function with a mapping of a DynamoDB stream that can be checked.${reasons}\n${whatToName(folder)}`,
    );
  }
  return { targets, notChecked };
}

function foundIn(target: string, flags: CheckFlags, folder: string): readonly FoundMapping[] {
  const options = {
    parameters: parameterValues(flags.parameter ?? []),
    overrides: setParameters(flags.set ?? []),
    spelling: 'options',
    ...(flags.configEnv !== undefined && { configEnv: flags.configEnv }),
    ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
  } as const;
  try {
    return mappingsIn(target, options);
  } catch (error) {
    if (!isTemplateError(error) || folder !== target) throw error;
    throw new UsageError(`${error.message}\n${whatToName(folder)}`);
  }
}

/** A handler can be checked without a template; those that are there are named. */
function whatToName(folder: string): string {
  const handlers = likelyHandlers(folder);
  if (handlers.length === 0) return 'Name a handler: millrace check src/app.ts#handler';
  const commands = handlers.map((handler) => `\n  millrace check ${handler} --key id=S`).join('');
  return `Or name a handler, and the keys of its table. These read events of a DynamoDB stream:${commands}`;
}

async function optionsOf(
  handler: string,
  deployed: DeployedMapping,
  flags: CheckFlags,
  folder: string,
  hasMapping: boolean,
): Promise<CheckUpOptions> {
  const { mapping, runtime, timeoutSeconds, environment, table } = deployed;
  const keys = keysOf(flags.key) ?? keysFrom(table?.keys);
  const records = flags.records ?? exampleEvents(folder, keys && Object.keys(keys));
  const view = views.find((one) => one === (flags.view ?? table?.streamView));
  return {
    handler,
    env: { ...environment.variables, ...Object.fromEntries((flags.env ?? []).map(variable)) },
    ...(hasMapping && { mapping }),
    ...(runtime !== undefined && { runtime }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(records !== undefined && { records }),
    ...(keys !== undefined && { keys }),
    ...(view !== undefined && { view }),
  };
}

function handlerOf({ deployed }: FoundMapping): string | undefined {
  const { file, exportName = 'handler' } = deployed?.function ?? {};
  return file === undefined ? undefined : `${file}#${exportName}`;
}

/** Of the mapping in its file: several may call the same handler. */
function nameIn({ reference }: FoundMapping): string {
  return reference.slice(reference.lastIndexOf('#') + 1);
}

function whyNot({ deployed, error }: FoundMapping): string {
  if (deployed === undefined) return error?.message ?? 'it cannot be worked out';
  const { handler, name } = deployed.function;
  return `no file of a Node.js handler is where the source says that the code of ${name ?? 'its function'} lies (${handler ?? 'no handler'})`;
}

function variable(setting: string): readonly [string, string] {
  const at = setting.indexOf('=');
  if (at <= 0) throw new UsageError(`--env ${setting} sets nothing: write NAME=value, such as TABLE=orders.`);
  return [setting.slice(0, at), setting.slice(at + 1)];
}

function keysOf(settings: readonly string[] | undefined): CheckUpOptions['keys'] {
  if (settings === undefined) return undefined;
  return Object.fromEntries(
    settings.map((setting) => {
      const [, name, type] = /^(.+)=([SNB])$/u.exec(setting) ?? [];
      if (name === undefined) throw new UsageError(`--key ${setting} is no key: write name=S, name=N or name=B.`);
      return [name, type as 'S' | 'N' | 'B'];
    }),
  );
}

/** A template names the keys; their types are taken for texts. */
function keysFrom(names: readonly string[] | undefined): CheckUpOptions['keys'] {
  return names === undefined || names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, 'S']));
}
