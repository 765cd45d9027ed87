import type { ConfigProblem } from './config-error.js';

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Replaces `${NAME}` in every text of a parsed file by the environment variable, so that secrets need not
 * stand in the file. A variable that is not set or empty is a problem at the place that names it.
 */
export function resolveReferences(
  value: unknown,
  env: Record<string, string | undefined>,
  problems: ConfigProblem[],
  path: readonly (string | number)[] = [],
): unknown {
  if (typeof value === 'string') {
    return value.replace(reference, (written, name: string) => {
      const found = env[name] ?? '';
      if (found !== '') return found;
      problems.push({ path: path.join('.'), problem: `the environment variable ${name} is not set` });
      return written;
    });
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => resolveReferences(item, env, problems, [...path, index]));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        resolveReferences(item, env, problems, [...path, key]),
      ]),
    );
  }
  return value;
}
