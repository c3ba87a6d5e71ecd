// Gives a process a part of a core, as Lambda does: by a control group of Linux, which takes root to make.

import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The period over which Linux holds a process to its part: with longer ones it would run at full speed for longer. */
const PERIOD_US = 20_000;

interface Hierarchy {
  readonly folder: string;
  /** What is written to which file. */
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
 * Holds a process to `share` of a core until it ends, when the function that this returns is to be called. Throws where
 * there are no control groups, or one may not be made.
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
