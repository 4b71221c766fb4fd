import { jsString } from './jsString.ts';
import type { FindingCode } from './finding.ts';
import { advice } from './advice.ts';
import type { Probe } from './probe.ts';

/** A Jest test that runs the probe that showed a finding. */
export function pastedTest(code: FindingCode, handler: string, probe: Probe | undefined): string {
  const hash = handler.lastIndexOf('#');
  const [file, name] = hash < 0 ? [handler, 'handler'] : [handler.slice(0, hash), handler.slice(hash + 1)];
  const reference = `${file}#${name}`;
  const fault =
    probe?.fault === undefined
      ? []
      : [`    faults: ({ index }) => (index === 0 ? ${JSON.stringify(probe.fault)} : undefined),`];
  return [
    `import '@millrace/jest';`,
    `import { interceptEffects } from '@millrace/effects';`,
    `import { standIns } from '@millrace/effects/stand-ins';`,
    `import { simulate } from '@millrace/simulator';`,
    `import { loadHandler } from '@millrace/simulator/node';`,
    ``,
    `test(${jsString(advice[code].what)}, async () => {`,
    `  const interception = interceptEffects({ standIns: standIns() });`,
    `  const handler = await loadHandler(${jsString(reference)});`,
    ``,
    `  const trace = await simulate({`,
    `    handler,`,
    `    records: ${JSON.stringify(probe?.records ?? [])},`,
    `    mapping: ${JSON.stringify(probe?.mapping ?? { StartingPosition: 'TRIM_HORIZON' })},`,
    ...fault,
    `  });`,
    `  interception.restore();`,
    ``,
    `  ${advice[code].expects}`,
    `});`,
  ].join('\n');
}
