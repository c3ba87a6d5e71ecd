// The SNS topic of the alarms. Its ARN is an output, for subscriptions other than e-mail, such as a chat or a pager.

import { Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Encryption } from "./encryption.ts";

interface Options extends Encryption {
  readonly email: string | undefined;
}

export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { email, encryptionKey }: Options) {
    super(scope, id, { enforceSSL: true, ...(encryptionKey && { masterKey: encryptionKey }) });
    // Any statement, such as the one for TLS, replaces the topic's default policy, which allows alarms to publish.
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (email === undefined) return;
    const subscription = this.addSubscription(new EmailSubscription(email));
    Validations.of(subscription).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason:
        "An e-mail that is not delivered is not worth a queue: the alarm stays on the dashboard.",
    });
  }
}
