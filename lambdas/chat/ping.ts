// `ping`: shows that the connection works. It needs neither a room nor the store.

import type { Outcome, Request } from "./request.ts";
import { iso } from "./wire.ts";

export const ping = ({ now }: Pick<Request, "now">): Pick<Outcome<"ping">, "data"> => ({
  data: { server_time: iso(now()) },
});
