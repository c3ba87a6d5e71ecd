// The stack: everything that a deployment of the chat consists of.

import { CfnOutput, Duration, Stack, type App } from "aws-cdk-lib";
import { ADMIN_TIMEOUT_SECONDS, ENVIRONMENT } from "../lambdas/names.ts";
import { ADMIN, AUTHORIZER_FILE, FAN_OUT, ROUTES, type Route } from "../lambdas/routes.ts";
import { AccessLog } from "./access-log.ts";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import type { Config } from "./config.ts";
import { dashboard } from "./dashboard.ts";
import { FanOut } from "./fan-out.ts";
import { Files } from "./files.ts";
import { Handler } from "./functions.ts";
import { grantConnections, grantFiles, grantHandingOver, grantTable, trust } from "./grants.ts";
import { identityProvider } from "./identity.ts";
import { chatTable } from "./table.ts";

export class ChatStack extends Stack {
  constructor(app: App, config: Config) {
    const service = `Parley-${config.stage}`;
    super(app, service, {
      description: `Parley, a chat backend for native WebSockets (stage ${config.stage})`,
      terminationProtection: config.deletionProtection,
    });
    const table = chatTable(this, "Table", config);
    const files = new Files(this, "Files", config);
    const accessLog = new AccessLog(this, "AccessLog", { ...config, service });
    const api = new Api(this, "Api", { ...config, service, accessLog });
    const { identity, users } = identityProvider(this, config);

    const authorizer = new Handler(this, AUTHORIZER_FILE, { ...config, service });
    trust(authorizer, identity);
    const fanOut = new FanOut(this, "FanOut", { ...config, service });
    const grant = (handler: Handler, of: Pick<Route, "grants">) => {
      grantTable(handler, of, table);
      grantConnections(handler, of, api);
      grantHandingOver(handler, of, fanOut.queue);
      grantFiles(handler, of, files, config.uploads);
    };
    grant(fanOut.handler, FAN_OUT);
    const admin = new Handler(this, ADMIN.file, {
      ...{ ...config, service },
      timeout: Duration.seconds(ADMIN_TIMEOUT_SECONDS),
      noDeadLetters: "An operator invokes it and waits for its answer.",
    });
    grant(admin, ADMIN);
    this.sizeRooms(admin, config);

    const handlers = ROUTES.map((route) => {
      const handler = new Handler(this, route.file, { ...config, service });
      grant(handler, route);
      if (route.grants.table.length > 0) this.sizeRooms(handler, config);
      if (route.grants.close) limit(handler, config);
      api.addRoute(route, handler, authorizer);
      return handler;
    });

    const watched = { service, api, table, handlers, fanOut, authorizer };
    const alarms = new Alarms(this, "Alarms", watched, config);
    dashboard(this, watched, alarms, config.runbookUrl);

    this.output("WebSocketUrl", api.url, "Where clients connect, with ?token= or a header.");
    this.output("ConnectionsEndpoint", api.connectionsEndpoint, "Where Lambdas post to clients.");
    this.output("OidcIssuer", identity.issuer, "Whose tokens open a connection.");
    this.output("OidcAudience", identity.audience, "The `aud` that those tokens must have.");
    this.output("FanOutQueueUrl", fanOut.queue.queueUrl, "What large rooms have to tell.");
    this.output(
      "DeadLettersUrl",
      fanOut.deadLetters.queueUrl,
      "What could not be told, for diagnosis.",
    );
    this.output("TableName", table.tableName, "The DynamoDB table with all of the chat's data.");
    this.output(
      "FilesBucketName",
      files.bucket.bucketName,
      "The S3 bucket with what was uploaded.",
    );
    this.output("AlarmTopicArn", alarms.topic.topicArn, "The SNS topic that alarms go to.");
    this.output("AccessLogGroup", accessLog.logGroup.logGroupName, "The log of every frame.");
    this.output("AdminFunction", admin.lambda.functionName, "What npm run admin invokes.");
    this.output("DashboardName", service, "The dashboard in CloudWatch.");
    if (users) {
      const { pool, client } = users;
      this.output("UserPoolId", pool.userPoolId, "The Cognito user pool to make users in.");
      this.output(
        "UserPoolClientId",
        client.userPoolClientId,
        "The client to sign in with. Connect with the ID token, not with the access token.",
      );
    }
    if (api.domain) {
      this.output(
        "DomainTarget",
        api.domain.regionalDomainName,
        "Where the DNS record of your domain (CNAME, or an alias) must point to.",
      );
    }
  }

  /** Which rooms are large, and how large they may be. */
  private sizeRooms({ lambda }: Handler, { smallRoomMembers, maxGroupMembers }: Config): void {
    lambda.addEnvironment(ENVIRONMENT.smallRoomMembers, String(smallRoomMembers));
    lambda.addEnvironment(ENVIRONMENT.maxGroupMembers, String(maxGroupMembers));
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

/** How much a user may do. */
function limit({ lambda }: Handler, { limits }: Config): void {
  lambda.addEnvironment(ENVIRONMENT.limits, JSON.stringify(limits));
}
