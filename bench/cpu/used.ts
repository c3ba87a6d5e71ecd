// Measures the CPU time that this process uses for a function: user and system time, in microseconds.

export async function cpuUsed(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
