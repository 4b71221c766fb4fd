import type { CheckUp, Finding } from '@millrace/explore/check';
import { whereToRead } from '@millrace/simulator';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../shell/version.ts';
import { findingId } from './findingId.ts';

/** SARIF 2.1.0, as code scanning takes it. */
export function sarif(checks: readonly CheckUp[]): object {
  const found = checks.flatMap((check) => check.findings.map((finding) => ({ check, finding })));
  const rules = new Map(
    found.map(({ finding: { code, what, why, mend } }) => [
      code,
      { id: code, shortDescription: { text: what }, fullDescription: { text: why }, help: { text: mend } },
    ]),
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'millrace', version, rules: [...rules.values()] } },
        results: found.map(({ check, finding }) => ({
          ruleId: finding.code,
          level: 'warning',
          message: { text: textOf(finding) },
          partialFingerprints: { millrace: findingId(check, finding) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(finding.place?.file ?? check.handler.replace(/#[^#/]*$/u, '')) },
                region: { startLine: finding.place?.line ?? 1 },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** A path from the current directory, written as a URI. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? pathToFileURL(file).href : path.split('/').map(encodeURIComponent).join('/');
}

function textOf({ what, evidence, why }: Finding): string {
  const text = `${what} ${evidence}. ${why}`;
  const read = whereToRead(text);
  return read === undefined ? text : `${text} (${read})`;
}
