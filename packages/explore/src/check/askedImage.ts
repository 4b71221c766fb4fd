import type { AttributeValue } from 'aws-lambda';

/** Attributes that an image does not have and was asked for, each with a value of the type that was read of it. */
export type Asked = Record<string, AttributeValue>;

/** What asks an object without meaning an attribute: promises, JSON, and those who ask whether it is an attribute itself. */
const noAttribute = /^(?:then|toJSON|length|nodeType|\$\$typeof|S|N|B|M|L|BOOL|NULL|SS|NS|BS)$/;

/**
 * The image with an answer for every attribute: one that it does not have is a text, or what is read of it (`.N`, `.M`), and is
 * noted in `asked`. A handler thus tells in one call what its records have beside their keys.
 */
export function askedImage<T extends object>(image: T, asked: Asked): T {
  return new Proxy(image, {
    get: (target, name) => {
      if (typeof name !== 'string' || name in target || noAttribute.test(name)) return Reflect.get(target, name);
      asked[name] ??= { S: `${name}-1` };
      return askedAttribute(name, asked);
    },
  });
}

/** What is read first of an attribute is its type. */
function askedAttribute(name: string, asked: Asked): object {
  let isKnown = false;
  return new Proxy(
    {},
    {
      get: (_, type) => {
        if (typeof type !== 'string') return undefined;
        const made = valueOf(name, type);
        if (!isKnown && made !== undefined) {
          isKnown = true;
          asked[name] = made;
        }
        const known: unknown = Reflect.get(Object(asked[name]), type);
        return type === 'M' && made?.M !== undefined && known !== undefined
          ? askedImage(Object(known), Object(known))
          : known;
      },
      has: (_, type) => Object.hasOwn(Object(asked[name]), type),
      ownKeys: () => Reflect.ownKeys(Object(asked[name])),
      getOwnPropertyDescriptor: (_, type) => Reflect.getOwnPropertyDescriptor(Object(asked[name]), type),
    },
  );
}

function valueOf(name: string, type: string): AttributeValue | undefined {
  switch (type) {
    case 'S':
      return { S: `${name}-1` };
    case 'N':
      return { N: '1' };
    case 'B':
      return { B: 'a2V5' };
    case 'BOOL':
      return { BOOL: true };
    case 'M':
      return { M: {} };
    case 'L':
      return { L: [] };
    case 'SS':
      return { SS: [`${name}-1`] };
    case 'NS':
      return { NS: ['1'] };
    default:
      return undefined;
  }
}
