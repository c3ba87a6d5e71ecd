// The parts that both kinds of push notifications need: a rule on the chat's bus, the Lambda that it invokes, a table
// of devices, and a route by which apps register devices, for users who are signed in with the chat's own tokens.

import { fileURLToPath } from "node:url";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CorsHttpMethod as CorsMethod, HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AttributeType, Billing, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Architecture, Runtime, type FunctionOptions } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

export interface PushProps {
  /** The chat's output `EventBusName`. The chat must be deployed with `events=on`. */
  readonly eventBusName: string;
  /** The chat's outputs `OidcIssuer` and `OidcAudience`. */
  readonly issuer: string;
  readonly audience: string;
  /** Pages that may register a browser. */
  readonly origins?: readonly string[];
}

interface ConsumerProps extends PushProps {
  /** The files in lambdas/, without `.ts`, of the rule's and the route's handler. */
  readonly notify: string;
  readonly register: string;
  /** The path of the route. */
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The time limit for the rule to invoke the Lambda, and for Lambda to retry the event. */
const MAX_EVENT_AGE = Duration.minutes(10);

export class PushConsumer extends Construct {
  readonly notify: NodejsFunction;
  readonly register: NodejsFunction;
  /** The URL of the route. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ConsumerProps) {
    super(scope, id);
    // The devices of each user, and for a day the messages that the user was notified of.
    const table = new TableV2(this, "Devices", {
      partitionKey: { name: "user_id", type: AttributeType.STRING },
      sortKey: { name: "device", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: "expires_at",
      // Each app registers its device again when it is opened.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const notNotified = new Queue(this, "NotNotified", { enforceSSL: true });
    const handler = (file: string, options: FunctionOptions = {}) =>
      new NodejsFunction(this, file, {
        ...options,
        entry: fileURLToPath(new URL(`lambdas/${file}.ts`, import.meta.url)),
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
        timeout: Duration.seconds(30),
        environment: { ...props.environment, TABLE_NAME: table.tableName },
      });
    // Lambda puts events here that failed at every attempt; the rule puts those here that did not reach the Lambda.
    this.notify = handler(props.notify, {
      deadLetterQueue: notNotified,
      maxEventAge: MAX_EVENT_AGE,
    });
    this.register = handler(props.register);
    table.grant(
      this.notify,
      "dynamodb:Query",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
    );
    table.grant(this.register, "dynamodb:PutItem", "dynamodb:DeleteItem");

    new Rule(this, "Missed", {
      eventBus: EventBus.fromEventBusName(this, "Bus", props.eventBusName),
      eventPattern: {
        source: ["parley.chat"],
        detailType: ["MessageSent"],
        detail: { offline_user_ids: [{ exists: true }] },
      },
      targets: [
        new LambdaFunction(this.notify, {
          maxEventAge: MAX_EVENT_AGE,
          deadLetterQueue: notNotified,
        }),
      ],
    });

    const api = new HttpApi(this, "Api", {
      ...(props.origins && {
        corsPreflight: {
          allowOrigins: [...props.origins],
          allowMethods: [CorsMethod.PUT, CorsMethod.DELETE],
          allowHeaders: ["authorization", "content-type"],
        },
      }),
    });
    api.addRoutes({
      path: props.path,
      methods: [HttpMethod.PUT, HttpMethod.DELETE],
      integration: new HttpLambdaIntegration("Register", this.register),
      authorizer: new HttpJwtAuthorizer("Users", props.issuer, { jwtAudience: [props.audience] }),
    });
    this.url = `https://${api.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}${props.path}`;
  }
}
