import { suggestName } from '../words/suggestName.ts';
import { ScenarioError } from './scenarioError.ts';

/** Refuses names that are not known, with the one that was probably meant: an option is never ignored. */
export function refuseUnknown(given: readonly string[], known: readonly string[], what: string, where: string): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    const suggestion = suggestName(name, known);
    throw new ScenarioError(
      'UnknownOption',
      `${where} has no ${what} \`${name}\`. ${suggestion ? `Did you mean \`${suggestion}\`?` : `It knows ${known.join(', ')}.`}`,
    );
  }
}
