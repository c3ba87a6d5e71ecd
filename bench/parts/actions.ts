// Measures every action with the bundles that `cdk synth` writes: requests, units, round trips before the first post,
// posts, and the CPU time of its warm Lambda. Several versions can be compared: their rounds alternate in one run.

import { setTimeout as pause } from "node:timers/promises";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { ROUTES } from "../../lambdas/routes.ts";
import { readBundles, synthesized, type Bundles } from "../harness/bundles.ts";
import type { Client } from "../harness/client.ts";
import { deploy, type Deployment } from "../harness/deployment.ts";
import { figuresOf, type Figures } from "../harness/figures.ts";
import { AWS_DELAYS } from "../harness/proxies.ts";
import { createWorld, SCENARIOS, type World } from "../harness/scenarios.ts";
import { keep } from "../results.ts";
import { spreadOf, type Spread } from "../spread.ts";

const WARM_UP_ROUNDS = 2;
const ROUNDS = 3;
const WORLDS_A_ROUND = 20;

/**
 * Limits with which each run makes the same writes: buckets are full again at once, and no charge is random. With the
 * defaults a charge takes one write, or two soon after the same user's last one, and an action that writes no
 * membership is charged at random, once in ten.
 */
const FULL = { burst: 1_500, perMinute: 1e9 };
export const AT_REST = JSON.stringify({
  room: FULL,
  reads: FULL,
  invites: FULL,
  uploads: FULL,
  drawOneIn: 1e12,
});

/** The order of the actions in one world: deleteMessage is last, because others need the message. */
const ORDER = [
  ...(Object.keys(ACTIONS) as ActionName[]).filter((name) => name !== "deleteMessage"),
  "deleteMessage",
] as const;

export interface ActionRow extends Figures {
  readonly action: ActionName;
  /** The Lambda's CPU time in milliseconds. */
  readonly cpuMs: Spread;
}

/** Measures versions of the bundles, by their names. Their rounds alternate. */
export async function measureActions(
  versions: ReadonlyMap<string, Bundles>,
): Promise<ReadonlyMap<string, readonly ActionRow[]>> {
  const deployments = new Map<string, Deployment>();
  const counted = new Map<string, ReadonlyMap<ActionName, Figures>>();
  const timed = new Map<string, ReadonlyMap<ActionName, number[]>>();
  for (const [version, bundles] of versions) {
    const deployment = await deploy({ bundles, variables: { LIMITS: AT_REST }, clockStands: true });
    const actions = ORDER.filter((action) => bundles.has(fileOf(action)));
    deployments.set(version, deployment);
    counted.set(version, await countActions(deployment, actions));
    timed.set(version, new Map(actions.map((action) => [action, []])));
  }
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const [version, deployment] of deployments) {
      const own = timed.get(version) ?? new Map<ActionName, number[]>();
      const took = await cpuOfRound(deployment, [...own.keys()]);
      if (round < WARM_UP_ROUNDS) continue;
      for (const [action, ms] of took) own.get(action)?.push(ms);
    }
  }
  for (const deployment of deployments.values()) await deployment.close();
  return new Map(
    [...counted].map(([version, figures]) => [
      version,
      [...figures].map(([action, each]) => ({
        action,
        ...each,
        cpuMs: spreadOf(timed.get(version)?.get(action) ?? [], 2),
      })),
    ]),
  );
}

const fileOf = (action: ActionName): string =>
  ROUTES.find(({ key }) => key === action)?.file ?? action;

const newWorld = (deployment: Deployment): Promise<World<Client>> =>
  createWorld(
    (userId) => deployment.connect(userId),
    (person, action, payload) => person.ask(action, payload),
  );

const leave = ({ ann, bob }: World<Client>) => Promise.all([ann.close(), bob.close()]);

/** A room is quiet this long after a message, in milliseconds. Before that, an append reads its log once more. */
const QUIET_MS = 300;

/** Counts each action in its own world, with a Lambda that has served the room before and so reads less of it. */
export async function countActions(
  deployment: Deployment,
  actions: readonly ActionName[] = ORDER,
): Promise<ReadonlyMap<ActionName, Figures>> {
  const worlds = new Map<ActionName, World<Client>>();
  for (const action of actions) {
    const world = await newWorld(deployment);
    const payload = SCENARIOS[action](await likeness(world));
    // A refusal does as well as a reply.
    await world.ann.ask(action, payload).catch(() => undefined);
    const unseen = await world.bob.ask("sendMessage", { room_id: world.room, message: "four" });
    worlds.set(action, { ...world, made: unseen._id as string });
  }
  await pause(QUIET_MS);
  const figures = new Map<ActionName, Figures>();
  await deployment.delayed(AWS_DELAYS, async () => {
    for (const [action, world] of worlds) {
      const measured = await deployment.measure(() =>
        world.ann.ask(action, SCENARIOS[action](world)),
      );
      figures.set(action, figuresOf(measured));
    }
  });
  await Promise.all([...worlds.values()].map(leave));
  return figures;
}

/** Returns the same world with other messages and names, so that requests do not change the world's own. */
async function likeness(world: World<Client>): Promise<World> {
  const name = `${world.name}-like`;
  const chosen = `chosen-${name}`;
  await world.ann.ask("sendMessage", { room_id: world.room, message: "three", _id: chosen });
  return { ...world, name, bob: { id: `bob-${name}` }, chosen, made: world.chosen };
}

/** Returns the CPU time of each action in milliseconds, the mean over new worlds. */
async function cpuOfRound(
  deployment: Deployment,
  actions: readonly ActionName[],
): Promise<ReadonlyMap<ActionName, number>> {
  const worlds: World<Client>[] = [];
  for (let n = 0; n < WORLDS_A_ROUND; n++) worlds.push(await newWorld(deployment));
  const took = new Map<ActionName, number>();
  for (const action of actions) {
    const { cpu } = await deployment.measure(async () => {
      for (const world of worlds) await world.ann.ask(action, SCENARIOS[action](world));
    });
    took.set(action, cpu / worlds.length / 1_000);
  }
  await Promise.all(worlds.map(leave));
  return took;
}

/** Measures all actions and stores the results, with those of the bundles in the `cdk synth` output folder `before`. */
export async function actions({ before }: { readonly before?: string | undefined }): Promise<void> {
  const versions = new Map<string, Bundles>();
  if (before !== undefined) versions.set("before", readBundles(before));
  versions.set("now", await synthesized());
  const measured = await measureActions(versions);
  keep("actions", { unit: "ms of CPU", rows: Object.fromEntries(measured) });
  for (const [version, rows] of measured) {
    console.log(version);
    const figures = rows.map(({ action, cpuMs, ...row }) => [
      action,
      { ...row, "CPU, ms": cpuMs.median },
    ]);
    console.table(Object.fromEntries(figures));
  }
}
