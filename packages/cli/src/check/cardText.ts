import type { CheckUp, Finding } from '@millrace/explore/check';
import { whereToRead } from '@millrace/simulator';
import { relative } from 'node:path';
import { shownName } from './findingId.ts';

const mostLines = 40;

/** A card for each function, worst first; what does not fit a screen is told by its code, and is whole in the JSON. */
export function cardText(
  checks: readonly CheckUp[],
  notChecked: readonly { readonly reference: string; readonly why: string }[],
): string {
  const cards = checks.toSorted((one, other) => other.findings.length - one.findings.length).map(cardOf);
  const left = notChecked.map(({ reference, why }) => `not checked: ${reference}: ${why.split('\n')[0]}\n`);
  return [...cards, ...(left.length > 0 ? [left.join('')] : [])].join('\n');
}

function cardOf(check: CheckUp): string {
  const { grade, recordsFrom, counts, findings, unset, notes, ms } = check;
  const head = [
    `${shownName(check)}: ${grade}`,
    `  ${counts.probes} probes, ${counts.calls} calls, ${counts.effects} effects in ${(ms / 1000).toFixed(1)} s; nothing left this machine`,
    `  records from ${recordsFrom.startsWith('/') ? relative(process.cwd(), recordsFrom) : recordsFrom}`,
  ];
  const body: string[] = [];
  const more: string[] = [];
  for (const finding of findings) {
    const lines = linesOf(finding);
    if (body.length + lines.length > mostLines - 8) more.push(finding.code);
    else body.push(...lines);
  }
  const read = whereToRead(body.join('\n'));
  const tail = [
    ...(read === undefined ? [] : ['', `  ${read}`]),
    ...(more.length > 0 ? ['', `  And ${more.length} more: ${more.join(', ')}. All of it: --json`] : []),
    ...(unset.length > 0
      ? [
          '',
          `  Variables that are not set: ${unset.map(({ name }) => name).join(', ')}. Set them: ${unset.map(({ name }) => `--env ${name}=…`).join(' ')}`,
        ]
      : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `  note: ${note}`)] : []),
    ...untriedLines(check),
  ];
  return `${[...head, ...body, ...tail].join('\n')}\n`;
}

function linesOf({ code, what, why, evidence, scenario, place, mend }: Finding): readonly string[] {
  const where = place === undefined ? '' : ` (${relative(process.cwd(), place.file)}:${place.line})`;
  return [
    '',
    `✗ ${code}: ${what}${where}`,
    `    seen    ${evidence}`,
    `    when    ${scenario}`,
    `    why     ${why}`,
    `    mend    ${mend.split('\n').join('\n            ')}`,
  ];
}

/** By reason, as most of what is not tried has the same one. */
function untriedLines({ notTried, counts }: CheckUp): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { code, what, why } of notTried) {
    if (code !== undefined && counts.probes === 0) continue; // What kept it from running is told.
    const reason = why.split('\n').slice(0, 2).join(' ');
    reasons.set(reason, [...(reasons.get(reason) ?? []), code ?? what]);
  }
  return reasons.size === 0
    ? []
    : ['', ...[...reasons].map(([why, whats]) => `  not tried: ${whats.join(', ')}: ${why}`)];
}
