// The event bus for other systems, with `-c events=on`. Its rules belong to those systems.

import { Stack } from "aws-cdk-lib";
import { EventBus as Bus } from "aws-cdk-lib/aws-events";
import { Grant } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { ENVIRONMENT } from "../lambdas/names.ts";
import type { Route } from "../lambdas/routes.ts";
import type { Config } from "./config.ts";
import type { Encryption } from "./encryption.ts";
import type { Handler } from "./functions.ts";

export class EventBus extends Construct {
  readonly bus: Bus;
  private readonly withText: boolean;

  constructor(
    scope: Construct,
    id: string,
    options: Encryption & { service: string; events: NonNullable<Config["events"]> },
  ) {
    super(scope, id);
    const { service, events, encryptionKey } = options;
    this.withText = events.withText;
    this.bus = new Bus(this, "Bus", {
      eventBusName: service,
      ...(encryptionKey && { kmsKey: encryptionKey }),
    });
  }

  /** The bus's own grant method does not set the environment variable. */
  grantPublishing({ lambda }: Handler, { grants }: Pick<Route, "grants">): void {
    if (!grants.publish) return;
    const { region, urlSuffix } = Stack.of(this);
    lambda.addEnvironment(ENVIRONMENT.eventBusName, this.bus.eventBusName);
    lambda.addEnvironment(ENVIRONMENT.eventsEndpoint, `https://events.${region}.${urlSuffix}`);
    if (!this.withText) lambda.addEnvironment(ENVIRONMENT.eventText, "off");
    const actions = ["events:PutEvents"];
    Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [this.bus.eventBusArn] });
  }
}
