// The API's access log: one JSON line per handshake, frame and disconnection.

import { Fn, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat, CfnAccount } from "aws-cdk-lib/aws-apigateway";
import { LogGroupLogDestination, type IAccessLogSettings } from "aws-cdk-lib/aws-apigatewayv2";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Encryption } from "./encryption.ts";
import { KEPT } from "./removal-policy.ts";

/** Leaves out paths, query strings and headers, which may hold a token, and error texts, which may quote a frame. */
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
    // The status of the handler's answer, and that of the Lambda invocation.
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
 * Distinguishes successive stacks of the same name. API Gateway may write its last lines after the log group was
 * deleted, and so recreate it: the next stack could not create a group of the same name.
 */
const creationOf = ({ stackId }: Stack): string => Fn.select(2, Fn.split("/", stackId));

/** A stage that logs must depend on this: API Gateway refuses it while the account has no role for logs. */
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

  /** The setting applies to all APIs of the account in this region: it and its role outlive the stack. */
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
