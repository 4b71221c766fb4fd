import { member } from '../values/member.ts';
import { objectsIn } from '../values/objectsIn.ts';

/** What a source tells of the keys of a table and its indexes, in the words of CreateTable. */
export interface TableSchema {
  readonly TableName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly AttributeDefinitions: readonly AttributeDefinition[];
  readonly GlobalSecondaryIndexes?: readonly IndexSchema[];
  readonly LocalSecondaryIndexes?: readonly IndexSchema[];
}

/** The partition key, or the sort key. */
export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

/** The type of a key attribute. */
export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: 'S' | 'N' | 'B';
}

/** An index, which is taken to hold all attributes. */
export interface IndexSchema {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
}

/**
 * The schema that these properties of CreateTable or of a template give, worked out; `undefined` when one that it needs is
 * open or missing. An index of which that holds is left out.
 */
export function tableSchema(name: string, properties: Readonly<Record<string, unknown>>): TableSchema | undefined {
  const types = new Map(attributesOf(properties.AttributeDefinitions).map((each) => [each.AttributeName, each]));
  const keys = keySchemaOf(properties.KeySchema, types);
  if (keys === undefined) return undefined;
  const indexes = (given: unknown) =>
    objectsIn(given).flatMap((index): readonly IndexSchema[] => {
      const [IndexName, KeySchema] = [member(index, 'IndexName'), keySchemaOf(member(index, 'KeySchema'), types)];
      return typeof IndexName === 'string' && KeySchema !== undefined ? [{ IndexName, KeySchema }] : [];
    });
  const global = indexes(properties.GlobalSecondaryIndexes);
  const local = indexes(properties.LocalSecondaryIndexes);
  return {
    TableName: name,
    KeySchema: keys,
    AttributeDefinitions: [...types.values()],
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
  };
}

/** The partition key first, however they are written; nothing where a key or its type is not known. */
function keySchemaOf(value: unknown, types: ReadonlyMap<string, unknown>): readonly KeySchemaElement[] | undefined {
  const written = objectsIn(value);
  const ofType = (KeyType: KeySchemaElement['KeyType']) =>
    written.flatMap((key): readonly KeySchemaElement[] => {
      const AttributeName = member(key, 'AttributeName');
      const isKnown = typeof AttributeName === 'string' && types.has(AttributeName);
      return member(key, 'KeyType') === KeyType && isKnown ? [{ AttributeName, KeyType }] : [];
    });
  const [hash, range] = [ofType('HASH'), ofType('RANGE')];
  const isWhole = hash.length === 1 && range.length <= 1 && hash.length + range.length === written.length;
  return isWhole ? [...hash, ...range] : undefined;
}

function attributesOf(value: unknown): readonly AttributeDefinition[] {
  return objectsIn(value).flatMap((attribute): readonly AttributeDefinition[] => {
    const AttributeName = member(attribute, 'AttributeName');
    const AttributeType = member(attribute, 'AttributeType');
    if (typeof AttributeName !== 'string') return [];
    return AttributeType === 'S' || AttributeType === 'N' || AttributeType === 'B'
      ? [{ AttributeName, AttributeType }]
      : [];
  });
}
