// Prints the monthly cost of users who chat. Each assumption has an option:
//
//   npx tsx bench/costs.ts --people 5000 --sends 10 --memoryMb 256

import { parseArgs } from "node:util";
import { tables } from "./cost-tables.ts";
import { KINDS, TYPICAL } from "./cost-model.ts";

const { values } = parseArgs({
  options: Object.fromEntries(
    Object.keys(TYPICAL).map((key) => [key, { type: "string" as const }]),
  ),
});
const given = Object.entries(values).map(([key, value]) => [key, Number(value)] as const);
const [wrong] = given.filter(([, value]) => !(value >= 0));
if (wrong) {
  console.error(`${wrong[0]} must be a number.`);
  process.exit(2);
}
const assumptions = { ...TYPICAL, ...Object.fromEntries(given) };
const { members, listeners } = assumptions;
const isOfRooms = given.some(([key]) => key === "members" || key === "listeners");
console.log(tables(assumptions, isOfRooms ? { yours: { members, listeners } } : KINDS));
