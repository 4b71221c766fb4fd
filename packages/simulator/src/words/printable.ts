/** Everything that a terminal takes for an order, and the marks that turn the direction of text around. */
const orders = /[\p{Cc}\p{Bidi_Control}]/gu;

/**
 * A text as it may be shown: control characters stand there as `\u001b`, but for line ends and tabs. In JSON, where they
 * occur in strings only, the text means the same as before.
 *
 * @internal For the packages of millrace: whatever shows data, names or messages shows them through this.
 */
export function printable(text: string): string {
  return text.replace(orders, (sign) => {
    return sign === '\n' || sign === '\t' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
