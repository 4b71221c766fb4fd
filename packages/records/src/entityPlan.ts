import { Fault } from './fault.ts';
import type { StandardSchema } from './standardSchema.ts';
import type { WireImage } from './wireRecord.ts';

/** Reads the entity of an item from its attributes (unmarshalled, not validated); `undefined` when it cannot tell. */
export type Discriminate = (attributes: Readonly<Record<string, unknown>>) => string | undefined;

/** How a single-table stream tells its entities apart, compiled once. */
export interface EntityPlan {
  readonly schemas: ReadonlyMap<string, StandardSchema>;
  /** The attribute that holds the entity's name, or a function. */
  readonly discriminator: string | Discriminate;
  readonly unknownEntity: 'fail' | 'skip' | 'undecoded';
}

/**
 * The name of the entity an image is of. An attribute is looked up as it stands in the marshalled image, so that
 * dispatching costs nothing; a function gets the unmarshalled attributes.
 */
export function entityName(
  { discriminator }: EntityPlan,
  image: WireImage,
  unmarshalled: () => Readonly<Record<string, unknown>>,
): string | undefined {
  if (typeof discriminator === 'string') {
    const attribute: unknown = Object.hasOwn(image, discriminator) ? image[discriminator] : undefined;
    const name: unknown = (attribute as { readonly S?: unknown } | null | undefined)?.S;
    return typeof name === 'string' ? name : undefined;
  }
  const attributes = unmarshalled();
  try {
    return discriminator(attributes);
  } catch (cause) {
    throw new Fault(
      'unknown-entity',
      'a discriminator that answers',
      `an exception from it: ${String(cause)}`,
      undefined,
      cause,
    );
  }
}

/** The fault of an item whose entity is not among those of the stream. */
export function unknownEntity({ schemas }: EntityPlan, name: string | undefined): Fault {
  return new Fault('unknown-entity', `one of the entities ${[...schemas.keys()].join(', ')}`, name);
}
