import { isObject } from '@millrace/simulator';

/**
 * The names that a reference to a function holds, logical ids or the function's own: `!Ref F`, `!GetAtt F.Arn`,
 * `!Sub ${F.Arn}`, `!Sub arn:…:function:${F}`, `orders`, or an ARN.
 */
export function namesIn(reference: unknown): string[] {
  if (typeof reference === 'string') return [reference];
  if (!isObject(reference)) return [];
  const attribute = reference['Fn::GetAtt'] ?? reference.Ref;
  const [first]: unknown[] = typeof attribute === 'string' ? attribute.split('.') : [attribute].flat();
  if (typeof first === 'string') return [first];
  const [text]: unknown[] = [reference['Fn::Sub']].flat();
  const [, name] = /^(?:.*:function:)?\$\{(\w+)(?:\.\w+)?\}/u.exec(String(text).slice(0, 1000)) ?? [];
  return name === undefined ? [] : [name];
}
