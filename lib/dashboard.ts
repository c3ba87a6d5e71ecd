// The CloudWatch dashboard, from the top: alarms, effects on users, possible causes, and the log.

import { Duration } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  LogQueryWidget,
  Stats,
  TextWidget,
  type IMetric,
  type IWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { ROUTES } from "../lambdas/routes.ts";
import { isActionName } from "../protocol/actions.ts";
import type { Alarms, Watched } from "./alarms.ts";
import {
  ageOfOldest,
  apiErrors,
  canaryDelivery,
  counted,
  duration,
  ofApi,
  PERIOD,
  throttled,
  waiting,
} from "./measures.ts";

const WIDTH = 24;
const P50 = Stats.percentile(50);
const P99 = Stats.percentile(99);
const ACTIONS = ROUTES.map(({ key }) => key).filter(isActionName);

export function dashboard(
  scope: Construct,
  watched: Watched,
  alarms: Alarms,
  runbookUrl: string | undefined,
): Dashboard {
  const { service } = watched;
  return new Dashboard(scope, "Dashboard", {
    dashboardName: service,
    defaultInterval: Duration.hours(3),
    widgets: [
      [new TextWidget({ markdown: introduction(service, runbookUrl), width: WIDTH, height: 3 })],
      [
        new AlarmStatusWidget({
          title: "Alarms",
          alarms: [...alarms.symptoms],
          width: WIDTH,
          height: 4,
        }),
      ],
      ...(watched.canary ? [canary(watched)] : []),
      requests(watched),
      deliveries(watched),
      largeRooms(watched),
      lambdas(watched),
      database(watched),
      [recentErrors(watched)],
    ],
  });
}

const introduction = (service: string, runbookUrl: string | undefined): string =>
  [
    `# ${service}`,
    `A red alarm names its section in the ${runbookUrl ? `[runbook](${runbookUrl})` : "runbook, docs/operations.md"}.`,
    `Read down: what users notice, then deliveries, large rooms, Lambdas and the table, then what the logs say.`,
  ].join("\n\n");

const requests = ({ api, service }: Watched): GraphWidget[] => [
  graph("Connections and frames", [ofApi(api, "ConnectCount"), ofApi(api, "MessageCount")]),
  graph("Errors", [
    apiErrors(api),
    ofApi(api, "ClientError"),
    counted(service, "errors", { label: "INTERNAL, UNAVAILABLE" }),
    counted(service, "unpublished", { label: "events not published" }),
  ]),
  graph("Time to the reply, ms", [
    ofApi(api, "IntegrationLatency", P50),
    ofApi(api, "IntegrationLatency", P99),
  ]),
];

const canary = ({ service }: Watched): GraphWidget[] => [
  graph("The canary's message, ms", [canaryDelivery(service)]),
];

const deliveries = ({ service }: Watched): GraphWidget[] => [
  graph("Posts to connections", [
    counted(service, "sent", { label: "sent" }),
    counted(service, "gone", { label: "gone" }),
    counted(service, "failed", { label: "given up" }),
    counted(service, "throttled", { label: "answered 429" }),
  ]),
  graph("Connections that one event goes to", [
    counted(service, "fanOut", { statistic: P50, label: "half of all events" }),
    counted(service, "fanOut", { statistic: Stats.MAXIMUM, label: "largest" }),
  ]),
  graph(
    "Time per action, p99, ms",
    ACTIONS.map((action) => duration(service, action, P99)),
  ),
];

const largeRooms = ({ fanOut: { queue, deadLetters, handler } }: Watched): GraphWidget[] => [
  graph("Events of large rooms", [
    queue.metricNumberOfMessagesSent({
      statistic: Stats.SUM,
      period: PERIOD,
      label: "sent",
    }),
    waiting(queue, "waiting"),
  ]),
  graph("Age of the oldest event in the queue", [ageOfOldest(queue)]),
  graph("Fan-outs at a time, and dead letters", [
    handler.lambda.metric("ConcurrentExecutions", {
      statistic: Stats.MAXIMUM,
      period: PERIOD,
      label: "fan-outs",
    }),
    waiting(deadLetters, "dead letters"),
  ]),
];

function lambdas({ handlers, fanOut, authorizer, admin }: Watched): GraphWidget[] {
  const each = (metric: (handler: Watched["authorizer"]) => IMetric) =>
    [...handlers, fanOut.handler, authorizer, admin].map(metric);
  return [
    graph(
      "Lambda errors (the authorizer's are mostly refused tokens)",
      each(({ lambda, file }) => lambda.metricErrors({ period: PERIOD, label: file })),
    ),
    graph(
      "Lambda throttles",
      each(({ lambda, file }) => lambda.metricThrottles({ period: PERIOD, label: file })),
    ),
    graph(
      "Lambda duration, p99, ms",
      each(({ lambda, file }) =>
        lambda.metricDuration({ period: PERIOD, statistic: P99, label: file }),
      ),
    ),
  ];
}

const database = ({ table }: Watched): GraphWidget[] => [
  graph("Units consumed", [
    table.metricConsumedReadCapacityUnits({ period: PERIOD, label: "read" }),
    table.metricConsumedWriteCapacityUnits({ period: PERIOD, label: "written" }),
  ]),
  graph("Throttled", [throttled(table, "Read"), throttled(table, "Write")]),
  graph("Latency of DynamoDB, ms", [
    ...["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"].map((Operation) =>
      table.metricSuccessfulRequestLatency({
        dimensionsMap: { TableName: table.tableName, Operation },
        statistic: P99,
        period: PERIOD,
        label: Operation,
      }),
    ),
  ]),
];

const recentErrors = ({ handlers, fanOut, authorizer, admin }: Watched): IWidget =>
  new LogQueryWidget({
    title: "The last errors and warnings of the handlers",
    logGroupNames: [...handlers, fanOut.handler, authorizer, admin].map(
      ({ logGroup }) => logGroup.logGroupName,
    ),
    queryLines: [
      "fields @timestamp, @log",
      "fields coalesce(message, message.errorMessage, record.errorType, record.status) as what",
      "fields code, reason, correlation_id, user, room",
      // Includes Lambda's own lines, but not the authorizer's error for each token that it refuses.
      "filter level in ['error', 'warn'] or (level = 'ERROR' and @message not like 'Unauthorized')" +
        " or record.status = 'timeout' or record.errorType like 'Runtime.'",
      "sort @timestamp desc",
      "limit 30",
    ],
    width: WIDTH,
    height: 8,
  });

const graph = (title: string, left: readonly IMetric[]): GraphWidget =>
  new GraphWidget({
    title,
    left: [...left],
    leftYAxis: { min: 0, showUnits: false },
    period: PERIOD,
    width: WIDTH / 3,
    height: 6,
  });
