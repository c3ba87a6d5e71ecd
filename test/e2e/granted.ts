// Names a Lambda's calls to AWS as its grants name them.

import type { Grants } from "../../protocol/action.ts";
import type { Call } from "../aws-calls.ts";

/** An operation for the table, a query for its index, `enqueue` for the queue. */
export const nameOf = ({ name, index }: Call): string => {
  if (name === "SendMessage") return "enqueue";
  return index ? "index" : name.replace(/Command$/, "");
};

export const granted = ({ table, files = [], ...flags }: Grants): string[] => [
  ...table,
  ...files,
  ...Object.entries(flags).flatMap(([name, isGranted]) => (isGranted ? name : [])),
];
