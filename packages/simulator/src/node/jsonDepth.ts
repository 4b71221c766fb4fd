/** How far a text is inside of JSON: how many brackets are open, and whether a string is. */
export interface JsonDepth {
  readonly brackets: number;
  readonly isInString: boolean;
}

export const outsideJson: JsonDepth = { brackets: 0, isInString: false };

/** Where a text that goes on from a depth ends. */
export function jsonDepth(text: string, from: JsonDepth = outsideJson): JsonDepth {
  let { brackets, isInString } = from;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === backslash) index++;
      else if (code === quote) isInString = false;
    } else if (code === quote) isInString = true;
    else if (code === openBrace || code === openBracket) brackets++;
    else if (code === closeBrace || code === closeBracket) brackets--;
  }
  return { brackets, isInString };
}

const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
const openBrace = '{'.charCodeAt(0);
const closeBrace = '}'.charCodeAt(0);
const openBracket = '['.charCodeAt(0);
const closeBracket = ']'.charCodeAt(0);
