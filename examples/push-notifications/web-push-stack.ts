// Push notifications to browsers, by the Web Push protocol: each browser's own push service delivers them.

import { CfnOutput, Stack } from "aws-cdk-lib";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import { PushConsumer, type PushProps } from "./consumer.ts";

export interface WebPushProps extends PushProps {
  /** The public key with which pages subscribe. */
  readonly vapidPublicKey: string;
  /** The SSM parameter, a SecureString, with the private key. */
  readonly vapidPrivateKeyParameter: string;
  /** The contact for push services: `mailto:ops@example.com`. */
  readonly contact: string;
}

export class WebPushStack extends Stack {
  constructor(scope: Construct, id: string, props: WebPushProps) {
    super(scope, id);
    const { vapidPublicKey, vapidPrivateKeyParameter, contact } = props;
    const push = new PushConsumer(this, "Push", {
      ...props,
      notify: "notify-browsers",
      register: "register-browser",
      path: "/browsers",
      environment: {
        VAPID_PUBLIC_KEY: vapidPublicKey,
        VAPID_PRIVATE_KEY_PARAMETER: vapidPrivateKeyParameter,
        CONTACT: contact,
      },
    });
    StringParameter.fromSecureStringParameterAttributes(this, "PrivateKey", {
      parameterName: vapidPrivateKeyParameter,
    }).grantRead(push.notify);
    new CfnOutput(this, "BrowsersUrl", { value: push.url });
  }
}
