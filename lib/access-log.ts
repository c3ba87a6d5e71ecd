// The API's access log: one line of JSON for each handshake, frame and disconnection.

import { Fn, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat, CfnAccount } from "aws-cdk-lib/aws-apigateway";
import { LogGroupLogDestination, type IAccessLogSettings } from "aws-cdk-lib/aws-apigatewayv2";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Encryption } from "./encryption.ts";
import { KEPT } from "./removal-policy.ts";

/** No path, query string or header, where a token may be; no error's text, where a frame may be quoted. */
const FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    event: AccessLogField.contextEventType(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    connection: AccessLogField.contextConnectionId(),
    user: AccessLogField.contextAuthorizerPrincipalId(),
    ip: AccessLogField.contextIdentitySourceIp(),
    error: AccessLogField.contextErrorResponseType(),
    authorizerStatus: AccessLogField.contextAuthorizerStatus(),
    authorizerMs: AccessLogField.contextAuthorizerLatency(),
    // What the handler answered, and what Lambda itself answered to the invocation.
    lambdaRequestId: "$context.integration.requestId",
    handlerStatus: "$context.integration.status",
    lambdaStatus: "$context.integration.integrationStatus",
    lambdaMs: AccessLogField.contextIntegrationLatency(),
  }),
);

interface Options extends Encryption {
  readonly service: string;
  readonly logRetentionDays: RetentionDays;
  readonly setLogRole: boolean;
}

/**
 * Tells one creation of a stack from the next under the same name. API Gateway may write its last lines after the group
 * was deleted, and make the group anew for them: the next stack could not create one of the same name.
 */
const creationOf = ({ stackId }: Stack): string => Fn.select(2, Fn.split("/", stackId));

/** A stage that writes to it must depend on it: API Gateway refuses the stage while the account has no role for logs. */
export class AccessLog extends Construct {
  readonly logGroup: LogGroup;
  readonly settings: IAccessLogSettings;

  constructor(scope: Construct, id: string, options: Options) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Log", {
      logGroupName: `/parley/${options.service}/access-${creationOf(Stack.of(this))}`,
      retention: options.logRetentionDays,
      ...(options.encryptionKey && { encryptionKey: options.encryptionKey }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.settings = { destination: new LogGroupLogDestination(this.logGroup), format: FORMAT };
    if (options.setLogRole) this.setLogRole();
  }

  /** The setting is one for all APIs of the account in this region: both it and its role outlive the stack. */
  private setLogRole(): void {
    const role = new Role(this, "Role", {
      description: "With this role API Gateway writes the logs of every API of the account.",
      assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
      ],
    });
    role.applyRemovalPolicy(KEPT);
    const account = new CfnAccount(this, "Account", { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(KEPT);
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
      reason: "All APIs of the account share the role, so it needs what AWS lists for all of them.",
    });
  }
}
