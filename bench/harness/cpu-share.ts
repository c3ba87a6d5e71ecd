// Limits a process to a share of a core, as Lambda does: with a Linux control group, which needs root.

import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The period of the limit. It is short, because a process runs at full speed until the period's quota is used up. */
const PERIOD_US = 20_000;

interface Hierarchy {
  readonly folder: string;
  /** The values to write, by file. */
  readonly quota: (quotaUs: number) => Readonly<Record<string, string>>;
}

const VERSION_1: Hierarchy = {
  folder: "/sys/fs/cgroup/cpu",
  quota: (quotaUs) => ({
    "cpu.cfs_period_us": String(PERIOD_US),
    "cpu.cfs_quota_us": String(quotaUs),
  }),
};

const VERSION_2: Hierarchy = {
  folder: "/sys/fs/cgroup",
  quota: (quotaUs) => ({ "cpu.max": `${quotaUs} ${PERIOD_US}` }),
};

/**
 * Limits a process to `share` of a core until it ends; then call the returned function. Throws if control groups are
 * not available or permitted.
 */
export function limitCpu(pid: number, share: number): () => void {
  const { folder, quota } = existsSync(VERSION_1.folder) ? VERSION_1 : VERSION_2;
  const group = join(folder, `parley-bench-${pid}`);
  mkdirSync(group);
  const files = { ...quota(Math.round(PERIOD_US * share)), "cgroup.procs": String(pid) };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(group, file), content);
  return () => {
    rmdirSync(group);
  };
}
