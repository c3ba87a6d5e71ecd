// Waiting for several things at once. `Promise.all` lets go of the rest when one fails; on Lambda the rest would then be
// frozen half way, and go on in some later request.

/** Waits until every promise has settled. Then gives their values, or throws the first failure. */
export async function all<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}
