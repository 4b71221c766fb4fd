import { TemplateError } from '../values/templateError.ts';

/** A piece of a text: as it stands, or a variable `${…}` with what is between its braces, variables in it included. */
export type TextPiece = string | { readonly variable: readonly TextPiece[] };

const mostLevels = 50;

/**
 * Takes a text of a `serverless.yml` apart. What has no source before a colon, such as `${AWS::Region}` and `${Table.Arn}`, is
 * CloudFormation's and stays as it is. One pass over the text.
 */
export function variableText(text: string, file: string): readonly TextPiece[] {
  const root: TextPiece[] = [];
  const open: TextPiece[][] = [root];
  let end = 0;
  const keep = (until: number): void => {
    if (until > end) open.at(-1)?.push(text.slice(end, until));
  };
  for (const { 0: sign, index } of text.matchAll(/\$\{|\}/gu)) {
    if (sign === '${') {
      keep(index);
      if (open.length > mostLevels) throw new TemplateError(`${file} has variables over ${mostLevels} levels deep.`);
      open.push([]);
    } else {
      if (open.length === 1) continue;
      keep(index);
      const inner = open.pop() ?? [];
      open.at(-1)?.push(isVariable(inner) ? { variable: inner } : `\${`, ...(isVariable(inner) ? [] : [...inner, '}']));
    }
    end = index + sign.length;
  }
  keep(text.length);
  // What is never closed is text.
  for (const inner of open.splice(1)) root.push('${', ...inner);
  return root;
}

/** `self:custom.x`, `opt:stage, 'dev'`, `file(./x.yml):key`, `strToBool(…)`; not `AWS::Region`. */
function isVariable([first]: readonly TextPiece[]): boolean {
  return typeof first === 'string' && /^\s*[A-Za-z]\w*(?:\([^)]*\)|\(|:(?!:))/u.test(first.slice(0, 500));
}
