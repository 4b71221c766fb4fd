import { isObject } from '@millrace/simulator';
import { templateScope } from '../cloudformation/templateScope.ts';
import { deployedTable } from '../cloudformation/deployedTable.ts';
import { deployedTables } from '../cloudformation/deployedTables.ts';
import { type Scope, workedOut } from '../cloudformation/scope.ts';
import { streamService } from '../cloudformation/streamService.ts';
import { variablesOf } from '../cloudformation/variables.ts';
import { functionEnvironment } from '../source/functionEnvironment.ts';
import { named } from '../values/member.ts';
import { refuseUnwieldy } from '../reading/refuseUnwieldy.ts';
import { scalarText } from '../values/scalarText.ts';
import type { LeftOut, Source, SourceMapping, Worked, WorkedFunction } from '../source/source.ts';
import { type StreamEvent, streamEvents } from './streamEvents.ts';
import { regionOf, resolved, type Service, stageOf } from './variableSources.ts';

type Named = Readonly<Record<string, unknown>>;

/** What a `serverless.yml` of version 3 or 4 deploys: the `stream` events of its functions. */
export function serverlessSource(
  document: Named,
  file: string,
  folder: string,
  given: Readonly<Record<string, string>>,
): Source {
  const service: Service = { file, folder, document, given, known: new Map() };
  const read = (value: unknown): unknown => {
    const whole = resolved(value, service);
    refuseUnwieldy(whole, file);
    return whole;
  };
  const provider = named(read(document.provider));
  const region = scalarText(regionOf(service));
  const template = merged(read(document.resources));
  const scope = templateScope(template, file, region === undefined ? {} : { 'AWS::Region': region });
  const mappings: SourceMapping[] = [];
  const leftOut: LeftOut[] = [];
  for (const [key, definition] of Object.entries(merged(read(document.functions)))) {
    if (!isObject(definition)) continue;
    const invoked = workedFunction(key, definition, provider, service, scope);
    const events = streamEvents(definition.events);
    const written = streamEvents(named(named(document.functions)[key]).events);
    events.forEach((event, index) => {
      const name = events.length === 1 ? key : `${key}.${index + 1}`;
      const aliases = [key, ...(invoked.name === undefined ? [] : [invoked.name])];
      const kind = event.type ?? streamService(event.properties, scope);
      if (kind === undefined || kind === 'dynamodb') {
        const worked = () => workedMapping(event, written[index], invoked, scope);
        mappings.push({ name, aliases, isSure: kind !== undefined, read: worked });
      } else leftOut.push({ name, aliases, why: `it reads ${kind}, not a DynamoDB stream` });
    });
  }
  return {
    mappings,
    leftOut,
    kind: 'a file of the Serverless Framework without a function that has an event stream of type dynamodb',
  };
}

/** `functions` and `resources` may be lists, whose parts are put together. */
function merged(value: unknown): Named {
  if (!Array.isArray(value)) return named(value);
  const parts = value.map(named);
  const keys = new Set(parts.flatMap((part) => Object.keys(part)));
  const together = (key: string): unknown => {
    const values = parts.map((part) => part[key]).filter((each) => each !== undefined);
    return values.length > 1 && values.every(isObject) ? Object.assign({}, ...values) : values.at(-1);
  };
  return Object.fromEntries([...keys].map((key) => [key, together(key)]));
}

function workedMapping(
  { properties }: StreamEvent,
  written: StreamEvent | undefined,
  invoked: WorkedFunction,
  scope: Scope,
): ReturnType<SourceMapping['read']> {
  return {
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]): [string, Worked] => [
        name,
        { written: written?.properties[name] ?? value, value: workedOut(value, scope) },
      ]),
    ),
    function: invoked,
    table: deployedTable(properties.EventSourceArn, scope),
    tables: deployedTables(scope),
    parameters: [],
  };
}

function workedFunction(key: string, own: Named, provider: Named, service: Service, scope: Scope): WorkedFunction {
  const property = (name: string, otherwise?: unknown): unknown =>
    workedOut(own[name] ?? provider[name] ?? otherwise, scope);
  const written = named(named(service.document.functions)[key]).timeout ?? named(service.document.provider).timeout;
  const environment = (of: Named) => ({ Environment: { Variables: of.environment } });
  return {
    id: key,
    name: scalarText(own.name) ?? usualName(key, service),
    handler: own.handler,
    runtime: property('runtime'),
    // 6 s and 1024 MB are the framework's own defaults.
    timeout: { written, value: property('timeout', 6) },
    memory: property('memorySize', 1024),
    environment: functionEnvironment(
      variablesOf(
        { id: key, own: environment(own), shared: environment(provider), metadata: {}, condition: undefined },
        scope,
      ),
    ),
    code: { folders: [service.folder], entryPoints: [] },
  };
}

function usualName(key: string, service: Service): string {
  const { service: called } = service.document;
  const name = scalarText(resolved(isObject(called) ? called.name : called, service));
  const stage = scalarText(stageOf(service));
  return name === undefined || stage === undefined ? key : `${name}-${stage}-${key}`;
}
