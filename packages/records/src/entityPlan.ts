import { failed } from './fault.ts';
import type { StandardSchema } from './standardSchema.ts';

/** Reads the entity of an item from its attributes (unmarshalled, not validated); `undefined` when it cannot tell. */
export type Discriminator = (attributes: Readonly<Record<string, unknown>>) => string | undefined;

/** How a single-table stream tells its entities apart, compiled once. */
export interface EntityPlan {
  readonly schemas: ReadonlyMap<unknown, StandardSchema>;
  /** The attribute that holds the entity's name, or a function. */
  readonly discriminator: string | Discriminator;
  readonly unknownEntity: 'fail' | 'skip' | 'undecoded';
}

/**
 * The name of the entity an image is of. An attribute is looked up as it stands in the marshalled image, so that
 * dispatching costs next to nothing; a function gets the unmarshalled attributes.
 */
export function entityName(
  { discriminator }: EntityPlan,
  image: object,
  unmarshalled: () => Readonly<Record<string, unknown>>,
): unknown {
  if (typeof discriminator === 'string') {
    return (image as Readonly<Record<string, { readonly S?: unknown } | undefined>>)[discriminator]?.S;
  }
  const attributes = unmarshalled();
  try {
    return discriminator(attributes);
  } catch (cause) {
    return failed('unknown-entity', 'the discriminator', cause);
  }
}
