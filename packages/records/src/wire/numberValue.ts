/**
 * A number that neither a JavaScript number nor a bigint holds exactly, as its text. It takes the place of the class of
 * that name in `@aws-sdk/util-dynamodb`, so that a function need not install the SDK for it: the SDK's `marshall` and
 * document client write it as N, and its `NumberValue.from` makes one of theirs.
 *
 * @example
 * const { price } = record.newImage; // NumberValue { value: '0.12345678901234567890' }
 * new Decimal(price.value);
 */
export class NumberValue {
  // By the name of its class the SDK tells what is a number; that of its own class it knows by `instanceof`.
  static readonly name = 'Number';
  declare readonly value: string;

  constructor(value: string) {
    this.value = value;
  }

  /** The text: `Number(…)` rounds it, and nothing else does. */
  toString(): string {
    return this.value;
  }
}
