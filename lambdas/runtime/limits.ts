// This deployment's limits and retention, from its environment variables.

import { DEFAULT_LIMITS, type LimitSettings } from "../limits.ts";
import { ENVIRONMENT } from "../names.ts";
import { numberFrom } from "./environment.ts";

export const limits: LimitSettings = {
  ...DEFAULT_LIMITS,
  ...(JSON.parse(process.env[ENVIRONMENT.limits] || "{}") as Partial<LimitSettings>),
};

/** The minimum number of days before a message expires; undefined if messages never expire. */
export const retentionDays: number | undefined = process.env[ENVIRONMENT.messageRetentionDays]
  ? numberFrom(ENVIRONMENT.messageRetentionDays, 0)
  : undefined;
