// The alarms. Each names its section of the runbook, and notifies once per symptom, however many Lambdas have it.

import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  Stats,
  TreatMissingData,
  type AlarmBase,
  type IMetric,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { AccessLog } from "./access-log.ts";
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

interface Symptom {
  /** Its section of the runbook is `#alarm-<id>`. */
  readonly id: string;
  readonly says: string;
  /** The threshold, inclusive. */
  readonly threshold: number;
  /** Prevents an alarm while there are too few requests for a meaningful percentile. */
  readonly percentile?: boolean;
  /** It is measured every five minutes: silence is the fault. */
  readonly steady?: boolean;
}

interface Options {
  /** The topic to notify: an existing one, or one created with the alarms. */
  readonly topic: (scope: Construct) => ITopic;
  readonly runbookUrl: string | undefined;
}

/** Two periods of three: long enough to ignore a single spike, short enough to notify within a quarter of an hour. */
const DATAPOINTS = { evaluationPeriods: 3, datapointsToAlarm: 2 } as const;

/** Two in a row, since a run that starts late leaves one period without a measurement, and the next with two. */
const STEADY = { evaluationPeriods: 2, datapointsToAlarm: 2 } as const;

export class Alarms extends Construct {
  readonly topic: ITopic;
  /** The alarms that notify. */
  readonly symptoms: readonly AlarmBase[];
  private readonly service: string;
  private readonly runbookUrl: string | undefined;

  constructor(scope: Construct, id: string, watched: Watched, { topic, runbookUrl }: Options) {
    super(scope, id);
    this.service = watched.service;
    this.runbookUrl = runbookUrl;
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

  private ofLambdas({ api, handlers, fanOut, authorizer, admin }: Watched): AlarmBase[] {
    const answering = [...handlers, authorizer];
    return [
      // Not the authorizer: it throws to refuse a token, so most of its errors are invalid tokens.
      this.anyOf(
        [...handlers, fanOut.handler, admin],
        { id: "lambda-errors", says: "A Lambda crashed or ran out of time", threshold: 1 },
        (lambda) => lambda.metricErrors({ period: PERIOD }),
      ),
      this.anyOf(
        [...answering, fanOut.handler, admin],
        { id: "lambda-throttles", says: "Lambda turned invocations away", threshold: 1 },
        (lambda) => lambda.metricThrottles({ period: PERIOD }),
      ),
      // No client waits for the fan-out's answer, and an operator's command may take a minute.
      this.anyOf(
        answering,
        {
          id: "slow",
          says: "One request in a hundred takes 3 s or longer",
          threshold: 3_000,
          percentile: true,
        },
        (lambda) => lambda.metricDuration({ period: PERIOD, statistic: Stats.percentile(99) }),
      ),
      this.alarm(authorizerFailures(authorizer, this.service), {
        id: "authorizer-failures",
        says: "Nobody can connect: tokens cannot be checked",
        threshold: 1,
      }),
      this.alarm(refusedShare(api, refusals(authorizer, this.service)), {
        id: "refused-handshakes",
        says: "Most handshakes are refused: the tokens are none that this stage takes",
        threshold: 50,
      }),
    ];
  }

  private ofActions({ service, eventBus }: Watched): AlarmBase[] {
    return [
      ...(eventBus
        ? [
            this.alarm(counted(service, "unpublished"), {
              id: "events-unpublished",
              says: "The bus of events for other systems did not take some",
              threshold: 1,
            }),
          ]
        : []),
      this.alarm(counted(service, "errors"), {
        id: "action-errors",
        says: "Actions are answered INTERNAL or UNAVAILABLE",
        threshold: 1,
      }),
      this.alarm(deliveryFailureRate(service), {
        id: "delivery-failures",
        says: "More than 5 % of the posts to connections are given up",
        threshold: 5,
      }),
      this.alarm(counted(service, "throttled"), {
        id: "delivery-throttles",
        says: "API Gateway answers posts to connections with 429",
        threshold: 50,
      }),
    ];
  }

  private ofServices({ api, table, accessLog }: Watched): AlarmBase[] {
    return [
      this.alarm(stageThrottles(accessLog, this.service), {
        id: "stage-throttles",
        says: "The stage's throttle turns frames and handshakes away",
        threshold: 100,
      }),
      this.alarm(apiErrors(api), {
        id: "api-errors",
        says: "API Gateway got no valid answer from the Lambdas",
        threshold: 5,
      }),
      this.alarm(throttled(table, "Read"), {
        id: "table-reads",
        says: "DynamoDB throttles reads",
        threshold: 10,
      }),
      this.alarm(throttled(table, "Write"), {
        id: "table-writes",
        says: "DynamoDB throttles writes",
        threshold: 10,
      }),
    ];
  }

  private ofFanOut({ fanOut }: Watched): AlarmBase[] {
    return [
      this.alarm(ageOfOldest(fanOut.queue), {
        id: "fan-out-late",
        says: "Members of large rooms hear late: the oldest event waits for 30 s or longer",
        threshold: 30,
      }),
      this.alarm(waiting(fanOut.deadLetters), {
        id: "fan-out-dead-letters",
        says: "Events of large rooms could not be told after five attempts",
        threshold: 1,
      }),
    ];
  }

  // The canary's Lambda is in none of those above: whatever becomes of it, its message does not arrive.
  private ofCanary({ canary, service }: Watched): AlarmBase[] {
    if (!canary) return [];
    return [
      this.alarm(canaryDelivery(service), {
        id: "canary",
        says: "A message from one user to another does not arrive, or takes 5 s or longer",
        threshold: 5_000,
        steady: true,
      }),
    ];
  }

  /** One alarm per Lambda, to show which one it is, under a composite alarm that notifies. */
  private anyOf(
    handlers: readonly Handler[],
    symptom: Symptom,
    metric: (lambda: Function) => IMetric,
  ): AlarmBase {
    const each = handlers.map(({ lambda, file }) => this.alarm(metric(lambda), symptom, file));
    return new CompositeAlarm(this, symptom.id, {
      compositeAlarmName: this.nameOf(symptom),
      alarmDescription: this.describe(symptom),
      alarmRule: AlarmRule.anyOf(...each),
    });
  }

  private alarm(metric: IMetric, symptom: Symptom, of?: string): AlarmBase {
    return new Alarm(this, of === undefined ? symptom.id : `${symptom.id} of ${of}`, {
      alarmName: this.nameOf(symptom, of),
      alarmDescription: this.describe(symptom),
      metric,
      threshold: symptom.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      ...(symptom.steady ? STEADY : DATAPOINTS),
      ...(symptom.percentile && { evaluateLowSampleCountPercentile: "ignore" }),
      // No traffic is not a fault.
      treatMissingData: symptom.steady
        ? TreatMissingData.BREACHING
        : TreatMissingData.NOT_BREACHING,
    });
  }

  private nameOf({ id }: Symptom, of?: string): string {
    return [this.service, id, ...(of === undefined ? [] : [of])].join("/");
  }

  private describe({ id, says }: Symptom): string {
    const section =
      this.runbookUrl === undefined
        ? `"Alarm: ${id}" in docs/operations.md`
        : `${this.runbookUrl}#alarm-${id}`;
    return `${says}. Runbook: ${section}`;
  }
}
