// Saved CloudWatch Logs Insights queries for operators, under the deployment's name.

import { QueryDefinition, QueryString, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Watched } from "./alarms.ts";

interface Query {
  readonly fields: readonly string[];
  readonly filter: string;
  readonly sort: string;
}

const OLDEST_FIRST = "@timestamp asc";
const NEWEST_FIRST = "@timestamp desc";

/** Words in capitals are placeholders. */
const QUERIES: Readonly<Record<string, Query>> = {
  "one message": {
    fields: [
      "@timestamp",
      "message",
      "user",
      "room",
      "rev",
      "message_id",
      "request_id",
      "correlation_id",
      "correlation_ids",
      "function_request_id",
      "receivers",
      "sent",
      "gone",
      "failed",
      "code",
    ],
    // The fan-out's lines have no message id, but list the entries that they delivered.
    filter: 'message_id = "MESSAGE" or @message like "ROOM#REV"',
    sort: OLDEST_FIRST,
  },
  "one user": {
    fields: [
      "@timestamp",
      "message",
      "level",
      "connection",
      "room",
      "rev",
      "message_id",
      "code",
      "reason",
      "cause",
      "ms",
      "correlation_id",
    ],
    filter: 'user = "USER"',
    sort: NEWEST_FIRST,
  },
  "slowest actions": {
    fields: [
      "@timestamp",
      "message",
      "ms",
      "cold_start",
      "user",
      "room",
      "receivers",
      "retries",
      "throttled",
      "correlation_id",
      "function_request_id",
    ],
    filter: "ispresent(ms)",
    sort: "ms desc",
  },
  "failed posts": {
    fields: ["@timestamp", "connection", "user", "cause", "correlation_id"],
    filter: 'message = "not delivered"',
    sort: NEWEST_FIRST,
  },
  "refused handshakes": {
    fields: ["@timestamp", "message", "refused", "user", "code", "correlation_id"],
    filter: 'ispresent(refused) or (message = "connect" and ispresent(code))',
    sort: NEWEST_FIRST,
  },
};

/** Creates the queries over the logs of all Lambdas, as `<service>/<name>`. */
export function saveQueries(
  scope: Construct,
  { service, handlers, fanOut, authorizer, admin, canary }: Watched,
): void {
  const others = canary ? [admin, canary.handler] : [admin];
  const logGroups = [...handlers, fanOut.handler, authorizer, ...others].map(
    ({ logGroup }): LogGroup => logGroup,
  );
  for (const [name, { fields, filter, sort }] of Object.entries(QUERIES)) {
    new QueryDefinition(scope, `Query ${name}`, {
      queryDefinitionName: `${service}/${name}`,
      queryString: new QueryString({
        fields: [...fields],
        filterStatements: [filter],
        sort,
        limit: 200,
      }),
      logGroups,
    });
  }
}
