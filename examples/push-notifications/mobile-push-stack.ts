// Push notifications to phones: Amazon SNS sends them to Firebase Cloud Messaging (Android) and to Apple.

import { CfnOutput, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { PushConsumer, type PushProps } from "./consumer.ts";

export interface MobilePushProps extends PushProps {
  /** SNS's platform applications. CloudFormation cannot create them: see docs/push-notifications.md. */
  readonly fcmApplicationArn: string;
  readonly apnsApplicationArn: string;
}

export class MobilePushStack extends Stack {
  constructor(scope: Construct, id: string, props: MobilePushProps) {
    super(scope, id);
    const { fcmApplicationArn, apnsApplicationArn } = props;
    const push = new PushConsumer(this, "Push", {
      ...props,
      notify: "notify-phones",
      register: "register-phone",
      path: "/phones",
      environment: {
        FCM_APPLICATION_ARN: fcmApplicationArn,
        APNS_APPLICATION_ARN: apnsApplicationArn,
      },
    });
    const applications = [fcmApplicationArn, apnsApplicationArn];
    push.register.addToRolePolicy(
      new PolicyStatement({ actions: ["sns:CreatePlatformEndpoint"], resources: applications }),
    );
    // An endpoint's ARN is the application's with `endpoint` instead of `app`, and an id at the end.
    const endpoints = applications.map((arn) => `${arn.replace(":app/", ":endpoint/")}/*`);
    push.notify.addToRolePolicy(
      new PolicyStatement({ actions: ["sns:Publish", "sns:DeleteEndpoint"], resources: endpoints }),
    );
    new CfnOutput(this, "PhonesUrl", { value: push.url });
  }
}
