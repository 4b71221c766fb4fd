import { andThen, type Eventually } from '../eventually.ts';
import { textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { describeTable } from './tableDefinition.ts';
import type { TableDefinition } from './tableDefinition.ts';
import type { TableEngine } from './tableEngine.ts';
import { tableHints } from './tableHints.ts';
import type { TableHint } from './tableHints.ts';
import { hasKey, withIndex, withKey } from './tableKey.ts';

/** Makes the tables that are used but were never declared, with the key that their use shows. */
export interface TableLearner {
  declare(definition: TableDefinition): void;
  /** Sees to it that the tables which the operation uses are there. */
  prepare(operation: string, input: Fields): Eventually<void>;
  forget(): void;
}

interface Learned {
  readonly definition: TableDefinition;
  readonly evidence: TableHint['evidence'];
}

/** A learner of the tables of an engine. It never touches one that was declared or created. */
export function createTableLearner(engine: TableEngine): TableLearner {
  const learned = new Map<string, Learned>();

  function make(definition: TableDefinition): void {
    engine.store().tableDb.put(definition.TableName, describeTable(definition), () => undefined);
  }

  /** Makes a table, or makes it anew and puts its items again; one without the new key was never possible, and goes. */
  async function remake(definition: TableDefinition, evidence: TableHint['evidence']): Promise<void> {
    const items = engine.store().getItemDb(definition.TableName).values();
    engine.store().deleteItemDb(definition.TableName, () => undefined);
    learned.set(definition.TableName, { definition, evidence });
    make(definition);
    const names = definition.KeySchema.map(({ AttributeName }) => AttributeName);
    for (const item of items) {
      if (names.every((name) => name in item))
        await engine.run('PutItem', { TableName: definition.TableName, Item: item });
    }
  }

  function learn({ table, key, evidence, index }: TableHint): Eventually<void> {
    const before = learned.get(table);
    if (before === undefined && engine.store().tableDb.find(table) !== undefined) return undefined;
    if (index !== undefined) {
      const base = before?.definition ?? withKey(table, { hash: { AttributeName: 'id', AttributeType: 'S' } });
      const isThere = base.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === index) ?? false;
      return isThere ? undefined : remake(withIndex(base, index, key), before?.evidence ?? 'guessed');
    }
    if (before === undefined) return remake(withKey(table, key), evidence);
    if (isBetter(evidence, before, engine.store().getItemDb(table).size())) {
      // A query by the partition key alone says nothing of the other attribute.
      const isKnown = hasKey(before.definition, key) && evidence !== 'queried';
      const isPart = evidence === 'queried' && before.definition.KeySchema[0]?.AttributeName === key.hash.AttributeName;
      if (!isKnown && !isPart) return remake(withKey(table, completed(key, before), before.definition), evidence);
      learned.set(table, { ...before, evidence });
    }
    return undefined;
  }

  function isKnown(table: string): boolean {
    const store = engine.store();
    return store.tableDb.find(table) !== undefined && (!learned.has(table) || store.getItemDb(table).size() > 0);
  }

  return {
    declare(definition) {
      learned.delete(definition.TableName);
      make(definition);
    },
    prepare(operation, input) {
      if (operation === 'CreateTable' || operation === 'DeleteTable') learned.delete(textOf(input['TableName']));
      let learning: Eventually<void> = undefined;
      for (const hint of tableHints(operation, input, isKnown)) learning = andThen(learning, () => learn(hint));
      return learning;
    },
    forget: () => learned.clear(),
  };
}

function isBetter(evidence: TableHint['evidence'], before: Learned, count: number): boolean {
  switch (before.evidence) {
    case 'guessed':
      return evidence !== 'guessed' || count === 0;
    case 'asked':
      return evidence === 'queried';
    case 'queried':
      return false;
  }
}

/** A query by one of two attributes that were asked for shows that it is the first. */
function completed(key: TableHint['key'], { definition, evidence }: Learned): TableHint['key'] {
  if (key.range !== undefined || evidence !== 'asked') return key;
  const other = definition.KeySchema.find(({ AttributeName }) => AttributeName !== key.hash.AttributeName);
  const range = definition.AttributeDefinitions.find(({ AttributeName }) => AttributeName === other?.AttributeName);
  return definition.KeySchema.length === 2 && range !== undefined ? { ...key, range } : key;
}
