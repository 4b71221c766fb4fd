import { filterWarnings, type FilterCriteria } from '@millrace/simulator';
import { Command } from 'commander';
import { askedMapping, type MappingFlags } from '../mapping/askedMapping.ts';
import { readRecording } from '../recording/readRecording.ts';
import { type ExitCode, exitCodes } from '../shell/exitCodes.ts';
import type { Terminal } from '../shell/terminal.ts';
import { UsageError } from '../shell/usageError.ts';
import { filteredRecords, type FilteredRecord } from './filteredRecords.ts';
import { filterText, recordText } from './filterText.ts';
import { collected } from '../shell/collected.ts';
import { mappingOptions } from '../mapping/mappingOptions.ts';

interface FilterFlags extends MappingFlags {
  readonly pattern?: readonly string[];
  readonly record?: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ millrace filter orders.ndjson --mapping template.yaml#OrdersFunction
  $ millrace filter orders.ndjson --mapping template.yaml#OrdersFunction --record 000000000000000000124
  $ millrace filter orders.ndjson --pattern '{"eventName":["INSERT"]}'

It tells which records reach the function, and at which condition each other one failed. Filters are alternatives: a record
passes when one of them passes it. Without filters every record does.
Exit codes: 0 records pass, with --record that one; 1 none does; 2 an option, a file or a filter cannot be used.`;

/** `millrace filter`: which records of a recording the filters of a mapping pass, and why one does not. */
export function filterCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('filter')
    .description('Tell which records of a recording the filters of a mapping pass, and at which condition one fails.')
    .argument(
      '<recording...>',
      'an NDJSON file, as millrace capture writes it, or events as a function gets and logs them',
    )
    .option(...mappingOptions.mapping)
    .option(...mappingOptions.parameter)
    .option(...mappingOptions.configEnv)
    .option('--set <FilterCriteria=value>', 'the filters as JSON, over the file', collected)
    .option('--pattern <JSON>', 'a filter, instead of those of a mapping; may be repeated', collected)
    .option('--record <sequenceNumber>', 'tell of this record alone')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action(async (recordings: readonly string[], flags: FilterFlags) =>
      finish(await filter(recordings, flags, terminal)),
    );
}

async function filter(recordings: readonly string[], flags: FilterFlags, terminal: Terminal): Promise<ExitCode> {
  const criteria = criteriaOf(flags);
  const warnings = filterWarnings(criteria).map(({ message }) => message);
  const { source, notices } = await readRecording(recordings);
  for (const notice of notices) terminal.err(`millrace: ${notice}\n`);
  const patterns = (criteria?.Filters ?? []).map(({ Pattern }) => String(Pattern));
  const records: FilteredRecord[] = [];
  for await (const record of filteredRecords(source, criteria)) {
    if (flags.record === undefined || record.sequenceNumber === flags.record) records.push(record);
  }
  if (records.length === 0) {
    throw new UsageError(
      `${recordings.join(', ')} holds no record ${flags.record}. Sequence numbers are compared as texts, with their zeros.`,
    );
  }
  const asText = flags.record === undefined ? filterText : recordText;
  await terminal.out(
    flags.json
      ? `${JSON.stringify({ recording: recordings, filters: patterns, warnings, records }, undefined, 2)}\n`
      : asText({ patterns, warnings, records }),
  );
  return records.some(({ passes }) => passes) ? exitCodes.fine : exitCodes.problem;
}

function criteriaOf(flags: FilterFlags): FilterCriteria | undefined {
  if (flags.pattern === undefined) {
    if (flags.mapping !== undefined || flags.set !== undefined) {
      return askedMapping(flags, ['FilterCriteria']).mapping.FilterCriteria;
    }
    throw new UsageError(
      `Say which filters: --mapping <file>, or --pattern '<JSON>'. For example: --pattern '{"eventName":["INSERT"]}'`,
    );
  }
  if (flags.mapping === undefined && flags.set === undefined) {
    return { Filters: flags.pattern.map((Pattern) => ({ Pattern })) };
  }
  throw new UsageError(
    '--pattern is instead of the filters of a mapping: leave --mapping and --set out, or --pattern.',
  );
}
