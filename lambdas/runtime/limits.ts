// This deployment's limits and retention, from its environment variables.

import { DEFAULT_LIMITS, type LimitSettings } from "../limits.ts";
import { ENVIRONMENT } from "../names.ts";
import { numberFrom } from "./environment.ts";

export const limits: LimitSettings = {
  ...DEFAULT_LIMITS,
  ...(JSON.parse(process.env[ENVIRONMENT.limits] || "{}") as Partial<LimitSettings>),
};

/** The number of days after which messages expire; undefined if they never do. */
export const retentionDays: number | undefined = process.env[ENVIRONMENT.messageRetentionDays]
  ? numberFrom(ENVIRONMENT.messageRetentionDays, 0)
  : undefined;
