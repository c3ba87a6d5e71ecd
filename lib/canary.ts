// The canary, with `-c canary=on`: a Lambda that runs on a schedule, as a client with two users of its own.

import { Duration, Stack, Validations } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Grant } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { CANARY_ENVIRONMENT } from "../lambdas/names.ts";
import { CANARY_FILE } from "../lambdas/routes.ts";
import { Handler, type HandlerOptions } from "./functions.ts";
import type { Users } from "./identity.ts";
import { PERIOD } from "./measures.ts";

interface Options extends HandlerOptions {
  readonly users: Users;
  /** The URL that clients connect to. */
  readonly url: string;
}

const USELESS_LATER =
  "A run that failed is of no use later: the alarm rings, and the next run follows.";

export class Canary extends Construct {
  readonly handler: Handler;

  constructor(scope: Construct, id: string, { users, url, ...options }: Options) {
    super(scope, id);
    this.handler = new Handler(this, CANARY_FILE, {
      ...options,
      timeout: Duration.minutes(1),
      noDeadLetters: USELESS_LATER,
    });
    const { lambda } = this.handler;
    const { region, urlSuffix } = Stack.of(this);
    lambda.addEnvironment(CANARY_ENVIRONMENT.url, url);
    lambda.addEnvironment(CANARY_ENVIRONMENT.userPoolId, users.pool.userPoolId);
    lambda.addEnvironment(CANARY_ENVIRONMENT.userPoolClientId, users.client.userPoolClientId);
    lambda.addEnvironment(
      CANARY_ENVIRONMENT.cognitoEndpoint,
      `https://cognito-idp.${region}.${urlSuffix}`,
    );
    // IAM has no smaller resource than the pool: docs/decisions/0045.
    Grant.addToPrincipal({
      grantee: lambda,
      actions: ["AdminCreateUser", "AdminSetUserPassword", "AdminInitiateAuth"].map(
        (operation) => `cognito-idp:${operation}`,
      ),
      resourceArns: [users.pool.userPoolArn],
    });
    Validations.of(this).acknowledge(
      { id: "Serverless-LambdaAsyncFailureDestination", reason: USELESS_LATER },
      { id: "Serverless-EventBusDLQ", reason: USELESS_LATER },
    );
    // Otherwise, Lambda would start delayed runs later, all at once.
    lambda.configureAsyncInvoke({ maxEventAge: Duration.minutes(1), retryAttempts: 0 });
    new Rule(this, "Schedule", {
      description: "Runs the canary of the chat",
      schedule: Schedule.rate(PERIOD),
      targets: [new LambdaFunction(lambda, { maxEventAge: Duration.minutes(1), retryAttempts: 0 })],
    });
  }
}
