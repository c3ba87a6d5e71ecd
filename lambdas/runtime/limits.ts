// The limits of this deployment, as its environment says.

import { DEFAULT_LIMITS, type LimitSettings } from "../limits.ts";
import { ENVIRONMENT } from "../names.ts";

export const limits: LimitSettings = {
  ...DEFAULT_LIMITS,
  ...(JSON.parse(process.env[ENVIRONMENT.limits] || "{}") as Partial<LimitSettings>),
};
