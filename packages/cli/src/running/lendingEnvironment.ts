import { watchedEnvironment } from './askedVariables.ts';

/**
 * Runs `work` with these variables, none of which the environment has, in `process.env`, and takes them out again. `work` may
 * ask which unset variables the handler has asked for.
 */
export async function lendingEnvironment<T>(
  variables: Readonly<Record<string, string>>,
  work: (unset: () => readonly string[]) => Promise<T>,
): Promise<T> {
  const { env } = process;
  Object.assign(env, variables);
  const watched = watchedEnvironment(env);
  process.env = watched.env;
  try {
    return await work(watched.unset);
  } finally {
    process.env = env;
    for (const name of Object.keys(variables)) delete env[name];
  }
}
