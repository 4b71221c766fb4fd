import { UsageError } from '../shell/usageError.ts';

/** The values that `--parameter Name=value` gives to parameters of a template, as `sam deploy --parameter-overrides` does. */
export function parameterValues(settings: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.map((setting) => {
      const [, name, value] = /^\s*([\w:.-]+)\s*=(.*)$/su.exec(setting) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new UsageError(`--parameter ${setting} is not <Name>=<value>. For example: --parameter Stage=test`);
    }),
  );
}
