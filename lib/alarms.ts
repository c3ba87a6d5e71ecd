// The alarms. Each names its section of the runbook, and notifies once per symptom, however many Lambdas are affected.

import { Stats, type AlarmBase } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { AccessLog } from "./access-log.ts";
import { AlarmMaker } from "./alarm-maker.ts";
import type { Api } from "./api.ts";
import type { Canary } from "./canary.ts";
import type { EventBus } from "./event-bus.ts";
import type { FanOut } from "./fan-out.ts";
import type { Handler } from "./functions.ts";
import { authorizerFailures, refusals, stageThrottles } from "./log-metrics.ts";
import {
  ageOfOldest,
  apiErrors,
  canaryDelivery,
  counted,
  deliveryFailureRate,
  PERIOD,
  refusedShare,
  throttled,
  waiting,
} from "./measures.ts";

export interface Watched {
  readonly service: string;
  readonly api: Api;
  readonly table: ITableV2;
  /** The Lambdas of the API's routes. */
  readonly handlers: readonly Handler[];
  readonly fanOut: FanOut;
  readonly authorizer: Handler;
  readonly accessLog: AccessLog;
  readonly admin: Handler;
  readonly eventBus: EventBus | undefined;
  readonly canary: Canary | undefined;
}

interface Options {
  /** The topic to notify: an existing one, or one created with the alarms. */
  readonly topic: (scope: Construct) => ITopic;
  readonly runbookUrl: string | undefined;
}

export class Alarms extends Construct {
  readonly topic: ITopic;
  /** The alarms that notify. */
  readonly symptoms: readonly AlarmBase[];
  private readonly make: AlarmMaker;

  constructor(scope: Construct, id: string, watched: Watched, { topic, runbookUrl }: Options) {
    super(scope, id);
    this.make = new AlarmMaker(this, { service: watched.service, runbookUrl });
    this.topic = topic(this);
    this.symptoms = [
      ...this.ofLambdas(watched),
      ...this.ofActions(watched),
      ...this.ofServices(watched),
      ...this.ofFanOut(watched),
      ...this.ofCanary(watched),
    ];
    for (const alarm of this.symptoms) alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private ofLambdas({ service, api, handlers, fanOut, authorizer, admin }: Watched): AlarmBase[] {
    const answering = [...handlers, authorizer];
    return [
      // Not the authorizer: it throws to refuse a token, so most of its errors are invalid tokens.
      this.make.anyOf(
        [...handlers, fanOut.handler, admin],
        { id: "lambda-errors", says: "A Lambda crashed or ran out of time", threshold: 1 },
        (lambda) => lambda.metricErrors({ period: PERIOD }),
      ),
      this.make.anyOf(
        [...answering, fanOut.handler, admin],
        { id: "lambda-throttles", says: "Lambda turned invocations away", threshold: 1 },
        (lambda) => lambda.metricThrottles({ period: PERIOD }),
      ),
      // No client waits for the fan-out's answer, and an operator's command may take a minute.
      this.make.anyOf(
        answering,
        {
          id: "slow",
          says: "One request in a hundred takes 3 s or longer",
          threshold: 3_000,
          percentile: true,
        },
        (lambda) => lambda.metricDuration({ period: PERIOD, statistic: Stats.percentile(99) }),
      ),
      this.make.alarm(authorizerFailures(authorizer, service), {
        id: "authorizer-failures",
        says: "Nobody can connect: tokens cannot be checked",
        threshold: 1,
      }),
      this.make.alarm(refusedShare(api, refusals(authorizer, service)), {
        id: "refused-handshakes",
        says: "Most handshakes are refused: this stage does not accept their tokens",
        threshold: 50,
      }),
    ];
  }

  private ofActions({ service, eventBus }: Watched): AlarmBase[] {
    return [
      ...(eventBus
        ? [
            this.make.alarm(counted(service, "unpublished"), {
              id: "events-unpublished",
              says: "Some events for other systems could not be published",
              threshold: 1,
            }),
          ]
        : []),
      this.make.alarm(counted(service, "errors"), {
        id: "action-errors",
        says: "Actions are answered INTERNAL or UNAVAILABLE",
        threshold: 1,
      }),
      this.make.alarm(deliveryFailureRate(service), {
        id: "delivery-failures",
        says: "More than 5 % of the posts to connections are given up",
        threshold: 5,
      }),
      this.make.alarm(counted(service, "throttled"), {
        id: "delivery-throttles",
        says: "API Gateway answers posts to connections with 429",
        threshold: 50,
      }),
    ];
  }

  private ofServices({ service, api, table, accessLog }: Watched): AlarmBase[] {
    return [
      this.make.alarm(stageThrottles(accessLog, service), {
        id: "stage-throttles",
        says: "The stage's throttle turns frames and handshakes away",
        threshold: 100,
      }),
      this.make.alarm(apiErrors(api), {
        id: "api-errors",
        says: "API Gateway got no valid answer from the Lambdas",
        threshold: 5,
      }),
      this.make.alarm(throttled(table, "Read"), {
        id: "table-reads",
        says: "DynamoDB throttles reads",
        threshold: 10,
      }),
      this.make.alarm(throttled(table, "Write"), {
        id: "table-writes",
        says: "DynamoDB throttles writes",
        threshold: 10,
      }),
    ];
  }

  private ofFanOut({ fanOut }: Watched): AlarmBase[] {
    return [
      this.make.alarm(ageOfOldest(fanOut.queue), {
        id: "fan-out-late",
        says: "Events of large rooms are late: the oldest waits for 30 s or longer",
        threshold: 30,
      }),
      this.make.alarm(waiting(fanOut.deadLetters), {
        id: "fan-out-dead-letters",
        says: "Events of large rooms could not be delivered after five attempts",
        threshold: 1,
      }),
    ];
  }

  // The alarms above leave out the canary's Lambda: if it fails, its message does not arrive.
  private ofCanary({ canary, service }: Watched): AlarmBase[] {
    if (!canary) return [];
    return [
      this.make.alarm(canaryDelivery(service), {
        id: "canary",
        says: "A message from one user to another does not arrive, or takes 5 s or longer",
        threshold: 5_000,
        steady: true,
      }),
    ];
  }
}
