import type { Fields } from '../fields.ts';

/** A table as CreateTable and templates have it; what is not named here is passed over. */
export interface TableDefinition {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly AttributeDefinition[];
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
  /** What the records of its stream show, for `table(name)`. Default: both images. */
  readonly StreamSpecification?: {
    readonly StreamEnabled?: boolean;
    readonly StreamViewType?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
  };
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: 'S' | 'N' | 'B';
}

export interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  /** Default: all attributes. */
  readonly Projection?: {
    readonly ProjectionType?: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
    readonly NonKeyAttributes?: readonly string[];
  };
}

/** A table as DescribeTable tells of it. */
export interface TableDescription extends Fields {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
}

/** The table as DescribeTable tells of it: there, and ready. */
export function describeTable(definition: TableDefinition): TableDescription {
  const { TableName, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = definition;
  const TableArn = `arn:aws:dynamodb:us-east-1:123456789012:table/${TableName}`;
  const indexes = (given: readonly IndexDefinition[]): readonly object[] =>
    given.map((index) => ({
      ...index,
      Projection: { ...index.Projection, ProjectionType: index.Projection?.ProjectionType ?? 'ALL' },
      IndexArn: `${TableArn}/index/${index.IndexName}`,
      IndexStatus: 'ACTIVE',
    }));
  return {
    TableName,
    KeySchema,
    AttributeDefinitions,
    TableArn,
    TableStatus: 'ACTIVE',
    ItemCount: 0,
    TableSizeBytes: 0,
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes: indexes(GlobalSecondaryIndexes) }),
    ...(LocalSecondaryIndexes === undefined ? {} : { LocalSecondaryIndexes: indexes(LocalSecondaryIndexes) }),
  };
}
