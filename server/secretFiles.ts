import { readFileSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What is secret may stand in a file instead, named by `<variable>_FILE`: secrets of containers are files, and an environment is
 * seen by more eyes. An end of line behind it does not count.
 * @param names of the variables
 * @returns the environment with these, and what is wrong
 */
export function withSecretFiles(
  env: Environment,
  names: Iterable<string>,
): { env: Environment; problems: string[] } {
  const read: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of names) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (env[name]) problems.push(`${name} and ${name}_FILE are both set: one of them has to go`);
    try {
      read[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      problems.push(`${name}_FILE=${path} cannot be read: ${(error as Error).message}`);
    }
  }
  return { env: { ...env, ...read }, problems };
}
