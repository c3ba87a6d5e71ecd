// Creates the alarm of a symptom: its name, its section of the runbook, and its treatment of missing data.

import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  TreatMissingData,
  type AlarmBase,
  type IMetric,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Handler } from "./functions.ts";

interface Symptom {
  /** Its section of the runbook is `#alarm-<id>`. */
  readonly id: string;
  readonly says: string;
  /** The threshold, inclusive. */
  readonly threshold: number;
  /** Prevents an alarm while there are too few requests for a meaningful percentile. */
  readonly percentile?: boolean;
  /** Whether the metric is measured every five minutes, so that missing data is a fault. */
  readonly steady?: boolean;
}

interface About {
  /** The prefix of the names of alarms. */
  readonly service: string;
  readonly runbookUrl: string | undefined;
}

/** Two periods of three: long enough to ignore a single spike, short enough to notify within a quarter of an hour. */
const DATAPOINTS = { evaluationPeriods: 3, datapointsToAlarm: 2 } as const;

/** Two in a row, because a run that starts late leaves one period without a measurement, and the next one with two. */
const STEADY = { evaluationPeriods: 2, datapointsToAlarm: 2 } as const;

/** Creates alarms in a scope. */
export class AlarmMaker {
  private readonly scope: Construct;
  private readonly about: About;

  constructor(scope: Construct, about: About) {
    this.scope = scope;
    this.about = about;
  }

  /** Creates an alarm per Lambda, to show which one is affected, and a composite alarm of them, which notifies. */
  anyOf(
    handlers: readonly Handler[],
    symptom: Symptom,
    metric: (lambda: Function) => IMetric,
  ): AlarmBase {
    const each = handlers.map(({ lambda, file }) => this.alarm(metric(lambda), symptom, file));
    return new CompositeAlarm(this.scope, symptom.id, {
      compositeAlarmName: this.nameOf(symptom),
      alarmDescription: this.describe(symptom),
      alarmRule: AlarmRule.anyOf(...each),
    });
  }

  /** Creates one alarm. `of` names the Lambda, if each Lambda has an alarm of its own. */
  alarm(metric: IMetric, symptom: Symptom, of?: string): AlarmBase {
    return new Alarm(this.scope, of === undefined ? symptom.id : `${symptom.id} of ${of}`, {
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
    return [this.about.service, id, ...(of === undefined ? [] : [of])].join("/");
  }

  private describe({ id, says }: Symptom): string {
    const { runbookUrl } = this.about;
    const section =
      runbookUrl === undefined
        ? `"Alarm: ${id}" in docs/operations.md`
        : `${runbookUrl}#alarm-${id}`;
    return `${says}. Runbook: ${section}`;
  }
}
