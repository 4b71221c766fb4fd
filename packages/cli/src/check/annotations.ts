import type { CheckUp } from '@millrace/explore/check';
import { relative } from 'node:path';

/** Workflow commands of GitHub, one a finding; it shows them at the line. */
export function annotations(checks: readonly CheckUp[]): string {
  return checks
    .flatMap(({ handler, findings }) =>
      findings.map(({ code, what, why, evidence, place }) => {
        const file = relative(process.cwd(), place?.file ?? handler.replace(/#[^#/]*$/u, ''));
        const title = property(`millrace ${code}`);
        return `::warning file=${property(file)},line=${place?.line ?? 1},title=${title}::${data(`${what} ${evidence}. ${why}`)}\n`;
      }),
    )
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
