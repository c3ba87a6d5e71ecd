// Finds actions that cost more in a large table: compares the requests and units of each in an empty table and in one
// with a million messages and a hundred thousand users.

import type { ActionName } from "../../protocol/actions.ts";
import { synthesized, type Bundles } from "../harness/bundles.ts";
import { deploy } from "../harness/deployment.ts";
import type { Figures } from "../harness/figures.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { keep } from "../results.ts";
import { writeBulk } from "../systems/bulk.ts";
import { crowdItems, type CrowdSize } from "../systems/crowd.ts";
import { AT_REST, countActions } from "./actions.ts";

export interface GrowthRow {
  readonly action: ActionName;
  readonly empty: Figures;
  readonly full: Figures;
}

export interface Growth {
  /** The number of items that were written before the second count. */
  readonly items: number;
  readonly rows: readonly GrowthRow[];
}

export async function measureGrowth(
  bundles: Bundles,
  size: CrowdSize,
  actions?: readonly ActionName[],
): Promise<Growth> {
  const databaseFolder = temporaryFolder();
  const count = async () => {
    const variables = { LIMITS: AT_REST };
    const deployment = await deploy({ bundles, databaseFolder, variables, clockStands: true });
    const figures = await countActions(deployment, actions);
    await deployment.close();
    return figures;
  };
  const empty = await count();
  const items = await writeBulk(databaseFolder, crowdItems(size));
  const full = await count();
  const rows = [...empty].flatMap(([action, each]) => {
    const other = full.get(action);
    return other ? [{ action, empty: each, full: other }] : [];
  });
  return { items, rows };
}

export async function growth(size: CrowdSize): Promise<void> {
  const { items, rows } = await measureGrowth(await synthesized(), size);
  const differ = rows.filter(({ empty, full }) => costs(empty) !== costs(full));
  keep("growth", { ...size, items, differ: differ.map(({ action }) => action), rows });
  console.table(
    Object.fromEntries(
      rows.map(({ action, empty, full }) => [
        action,
        { "requests, empty": empty.requests, full: full.requests, units: unitsOf(full) },
      ]),
    ),
  );
  console.log(
    differ.length === 0 ? "No action costs more." : `Others: ${JSON.stringify(differ, null, 1)}`,
  );
}

/** Returns the billed figures as text. Round trips are not billed; the table of actions shows them. */
export const costs = ({ requests, readUnits, writeUnits, posts }: Figures): string =>
  `${requests} requests, ${readUnits} + ${writeUnits} units, ${posts} posts`;

const unitsOf = ({ readUnits, writeUnits }: Figures): string => `${readUnits} + ${writeUnits}`;
