import { jsonText } from '../words/jsonText.ts';

/**
 * S39: the failed event inside an S3 document, as text. AWS writes the creation times in Java's form of a double,
 * `1.789651658E9`. The text of an attribute value cannot look like that key: its quotes are escaped.
 */
export function failurePayload(event: unknown): string {
  return jsonText(event).replace(
    /"ApproximateCreationDateTime":(-?\d+(?:\.\d+)?)/g,
    (_, seconds: string) => `"ApproximateCreationDateTime":${javaDouble(Number(seconds))}`,
  );
}

/** Java's `Double.toString`: plain from 10⁻³ up to 10⁷, computerised scientific notation beyond. */
export function javaDouble(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e7)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
