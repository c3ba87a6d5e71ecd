// The stack's outputs: names and URLs for clients, scripts and operators.

import { CfnOutput, type Stack } from "aws-cdk-lib";
import type { ChatBackend } from "./chat-backend.ts";

/** Creates the outputs of a backend. */
export function outputs(stack: Stack, backend: ChatBackend): void {
  for (const [id, [value, description]] of Object.entries(outputsOf(backend))) {
    new CfnOutput(stack, id, { value, description });
  }
}

/** Value and description, by the output's name. */
const outputsOf = (backend: ChatBackend): Record<string, [value: string, description: string]> => ({
  WebSocketUrl: [backend.url, "Where clients connect, with ?token= or a header."],
  ConnectionsEndpoint: [backend.api.connectionsEndpoint, "Where Lambdas post to clients."],
  OidcIssuer: [backend.identity.issuer, "Whose tokens open a connection."],
  OidcAudience: [backend.identity.audience, "The `aud` that those tokens must have."],
  FanOutQueueUrl: [backend.fanOut.queue.queueUrl, "The queue of events of large rooms."],
  DeadLettersUrl: [
    backend.fanOut.deadLetters.queueUrl,
    "Events that could not be delivered, for diagnosis.",
  ],
  TableName: [backend.table.tableName, "The DynamoDB table with all of the chat's data."],
  FilesBucketName: [backend.files.bucket.bucketName, "The S3 bucket with what was uploaded."],
  AlarmTopicArn: [backend.alarmTopic.topicArn, "The SNS topic that alarms go to."],
  AccessLogGroup: [backend.accessLog.logGroup.logGroupName, "The log of every frame."],
  AdminFunction: [backend.admin.lambda.functionName, "What npm run admin invokes."],
  DashboardName: [backend.service, "The dashboard in CloudWatch."],
  ...(backend.eventBus && {
    EventBusName: [backend.eventBus.bus.eventBusName, "The EventBridge bus to put rules on."],
  }),
  ...(backend.users && {
    UserPoolId: [backend.users.pool.userPoolId, "The Cognito user pool to make users in."],
    UserPoolClientId: [
      backend.users.client.userPoolClientId,
      "The client to sign in with. Connect with the ID token, not with the access token.",
    ],
  }),
  ...(backend.api.domain && {
    DomainTarget: [
      backend.api.domain.regionalDomainName,
      "Where the DNS record of your domain (CNAME, or an alias) must point to.",
    ],
  }),
});
