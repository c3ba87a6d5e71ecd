// What a Lambda does with AWS and what its role may, under the same names.

import type { Grants } from "../../protocol/action.ts";
import type { Call } from "../aws-calls.ts";

/** Of the table an operation, of its index a query, of the queue a message. */
export const nameOf = ({ name, index }: Call): string => {
  if (name === "SendMessage") return "enqueue";
  return index ? "index" : name.replace(/Command$/, "");
};

export const granted = ({ table, files = [], ...flags }: Grants): string[] => [
  ...table,
  ...files,
  ...Object.entries(flags).flatMap(([name, isGranted]) => (isGranted ? name : [])),
];
