// Awaits several promises. `Promise.all` abandons the others when one fails; on Lambda they would then be frozen, and
// continue during a later request.

/** Waits until every promise has settled. Then gives their values, or throws the first failure. */
export async function all<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}
