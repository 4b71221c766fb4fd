import { fieldsOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { AttributeDefinition, IndexDefinition, TableDefinition } from './tableDefinition.ts';

/** The key of a table or of an index, as far as a request shows it. */
export interface TableKey {
  readonly hash: AttributeDefinition;
  readonly range?: AttributeDefinition;
}

/** The key that an item is asked for with. Of two attributes, the one that is named like a sort key is it. */
export function keyOfAttributes(key: Fields): TableKey | undefined {
  const attributes = scalarsOf(key);
  const range =
    attributes.length === 2
      ? (attributes.find(({ AttributeName }) => isRangeName(AttributeName)) ?? attributes[1])
      : undefined;
  const hash = attributes.find((attribute) => attribute !== range);
  return hash && keyFrom(hash, range);
}

/** The key that a query names: its partition key is what is compared by `=`. */
export function keyOfQuery(query: Fields): TableKey | undefined {
  const terms = termsOf(query);
  const hash =
    terms.find(({ isEqual, attribute }) => isEqual && !isRangeName(attribute.AttributeName)) ??
    terms.find(({ isEqual }) => isEqual);
  const range = terms.find((term) => term !== hash);
  return hash && keyFrom(hash.attribute, range?.attribute);
}

/**
 * The key that an item is likely to have in a table of which nothing is known: what the condition says must not exist,
 * a customary pair, the name of the table, `id`, one or two attributes that end with it, the first scalar.
 */
export function guessKey(table: string, put: Fields): TableKey | undefined {
  const item = fieldsOf(put['Item']);
  // No key is an empty text.
  const scalars = scalarsOf(item).filter(
    ({ AttributeName }) => textOf(fieldsOf(item[AttributeName])['S'] ?? '-') !== '',
  );
  const named = (wanted: readonly string[]): AttributeDefinition | undefined =>
    scalars.find(({ AttributeName }) => wanted.includes(AttributeName.toLowerCase().replaceAll(/[_-]/g, '')));
  const names = fieldsOf(put['ExpressionAttributeNames']);
  const sort = named(['sk', 'rangekey', 'sortkey']);
  const condition = textOf(put['ConditionExpression']);
  const absent = [...condition.matchAll(/attribute_not_exists\s*\(\s*([#\w]+)\s*\)/gi)].flatMap(([, name = '']) =>
    scalars.filter(({ AttributeName }) => AttributeName === (names[name] ?? name)),
  );
  const [first, second] = absent;
  // What is joined by OR is another way to be let in, such as a lock that has expired, and no part of the key.
  const isOfKey = !/\bOR\b/i.test(condition);
  const isSort = first !== undefined && first === sort;
  if (first !== undefined && !isSort) return keyFrom(first, isOfKey ? (second ?? sort) : sort);
  const partition = named(['pk', 'hashkey', 'partitionkey']);
  if (partition !== undefined) return keyFrom(partition, sort);
  const singular = (
    table
      .toLowerCase()
      .split(/[^a-z]/)
      .findLast((word) => word !== '') ?? ''
  ).replace(/s$/, '');
  const own = named([`${singular}id`, `${singular}key`, singular]) ?? named(['id']);
  if (own !== undefined) return keyFrom(own, undefined);
  const [hash = scalars[0], range] = scalars.filter(({ AttributeName }) => /id$|key$/i.test(AttributeName));
  return hash && keyFrom(hash, range);
}

/** Whether the table has this key, whichever attribute is first. */
export function hasKey({ KeySchema }: TableDefinition, { hash, range }: TableKey): boolean {
  const names = KeySchema.map(({ AttributeName }) => AttributeName);
  const wanted = range === undefined ? [hash] : [hash, range];
  return names.length === wanted.length && wanted.every(({ AttributeName }) => names.includes(AttributeName));
}

/** The definition of a table with this key, and with the indexes that it has already. */
export function withKey(TableName: string, key: TableKey, before?: TableDefinition): TableDefinition {
  const kept = before?.AttributeDefinitions.filter(({ AttributeName }) => isIndexed(before, AttributeName)) ?? [];
  return {
    ...before,
    TableName,
    KeySchema: schemaOf(key),
    AttributeDefinitions: merged([...attributesOf(key), ...kept]),
  };
}

/** The definition with one more index. */
export function withIndex(table: TableDefinition, IndexName: string, key: TableKey): TableDefinition {
  const index: IndexDefinition = { IndexName, KeySchema: schemaOf(key), Projection: { ProjectionType: 'ALL' } };
  return {
    ...table,
    AttributeDefinitions: merged([...table.AttributeDefinitions, ...attributesOf(key)]),
    GlobalSecondaryIndexes: [...(table.GlobalSecondaryIndexes ?? []), index],
  };
}

function keyFrom(hash: AttributeDefinition, range: AttributeDefinition | undefined): TableKey {
  return range === undefined ? { hash } : { hash, range };
}

function attributesOf({ hash, range }: TableKey): readonly AttributeDefinition[] {
  return range === undefined ? [hash] : [hash, range];
}

function schemaOf(key: TableKey): TableDefinition['KeySchema'] {
  return attributesOf(key).map(({ AttributeName }, index) => ({
    AttributeName,
    KeyType: index === 0 ? 'HASH' : 'RANGE',
  }));
}

function merged(attributes: readonly AttributeDefinition[]): readonly AttributeDefinition[] {
  return [...new Map(attributes.map((attribute) => [attribute.AttributeName, attribute])).values()];
}

function isIndexed({ GlobalSecondaryIndexes = [] }: TableDefinition, name: string): boolean {
  return GlobalSecondaryIndexes.some(({ KeySchema }) => KeySchema.some(({ AttributeName }) => AttributeName === name));
}

function scalarsOf(item: Fields): readonly AttributeDefinition[] {
  return Object.entries(item).flatMap(([AttributeName, value]) => {
    const AttributeType = typeOf(value);
    return AttributeType === undefined ? [] : [{ AttributeName, AttributeType }];
  });
}

function typeOf(value: unknown): AttributeDefinition['AttributeType'] | undefined {
  const fields = fieldsOf(value);
  return (['S', 'N', 'B'] as const).find((type) => fields[type] !== undefined);
}

function isRangeName(name: string): boolean {
  return /^(sk|sort|range)|(sort|range)_?key$|(timestamp|date|time|at|version|sequence)$/i.test(name);
}

interface Term {
  readonly attribute: AttributeDefinition;
  readonly isEqual: boolean;
}

function termsOf(query: Fields): readonly Term[] {
  const names = fieldsOf(query['ExpressionAttributeNames']);
  const values = fieldsOf(query['ExpressionAttributeValues']);
  const expression = textOf(query['KeyConditionExpression']);
  const compared = expression.matchAll(
    /([#\w]+)\s*(=|<=?|>=?|between)\s*(:\w+)|begins_with\s*\(\s*([#\w]+)\s*,\s*(:\w+)/gi,
  );
  const fromExpression = [...compared].map(([, name, sign, value, prefixed, prefix]) => {
    const given = name ?? prefixed ?? '';
    return { name: textOf(names[given]) || given, value: values[value ?? prefix ?? ''], isEqual: sign === '=' };
  });
  const fromConditions = Object.entries(fieldsOf(query['KeyConditions'])).map(([name, condition]) => {
    const { AttributeValueList, ComparisonOperator } = fieldsOf(condition);
    return {
      name,
      value: Array.isArray(AttributeValueList) ? AttributeValueList[0] : undefined,
      isEqual: ComparisonOperator === 'EQ',
    };
  });
  return [...fromExpression, ...fromConditions].map(({ name, value, isEqual }) => ({
    attribute: { AttributeName: name, AttributeType: typeOf(value) ?? 'S' },
    isEqual,
  }));
}
