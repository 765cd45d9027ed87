/**
 * Like `Promise.all`, but waits for all of them also when one rejects: what still runs must not use a stage that is
 * being closed. @throws the first rejection's reason
 */
export async function allSettled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
