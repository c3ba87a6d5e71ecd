// The world of bench/harness/scenarios.ts on a whole backend in this process.

import {
  cidOf,
  createWorld,
  newWorldName,
  SCENARIOS,
  type World as WorldOf,
} from "../../bench/harness/scenarios.ts";
import type { Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

export { cidOf, newWorldName, SCENARIOS };
export type World = WorldOf<TestUser>;

export const makeWorld = (backend: Backend): Promise<World> =>
  createWorld(
    (userId) => backend.join(userId),
    (person, action, payload) => person.done(action, payload),
  );

export async function leaveWorld({ ann, bob }: World): Promise<void> {
  await Promise.all([ann.leave(), bob.leave()]);
}
