// `ping`: a sign of life. It needs nothing of the room or the store.

import type { Outcome, Request } from "./request.ts";
import { iso } from "./wire.ts";

export const ping = ({ now }: Pick<Request, "now">): Pick<Outcome<"ping">, "data"> => ({
  data: { server_time: iso(now()) },
});
