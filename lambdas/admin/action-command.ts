// Commands that run a client's action as the system: the same schema, the same use case, another caller.

import type * as z from "zod/mini";
import type { Action } from "../../protocol/action.ts";
import type { ActionName, Payload } from "../../protocol/actions.ts";
import type { Outcome, UseCase } from "../chat/request.ts";
import { defineCommand } from "./command.ts";

interface ActionCommand<Name extends ActionName> {
  readonly action: Action<Name, z.ZodMiniType<Payload<Name>>>;
  readonly useCase: UseCase<Name>;
}

/** Declares a command that runs an action. Its result is the data of the action's event. */
export const defineActionCommand = <const Name extends string, Acted extends ActionName>(
  name: Name,
  summary: string,
  { action, useCase }: ActionCommand<Acted>,
) =>
  defineCommand({
    name,
    summary,
    payload: action.payload,
    async run(payload, { request, deliver }) {
      const outcome = (await useCase(payload, request)) as Outcome;
      await deliver(outcome);
      return outcome.data;
    },
  });
