// The CDK app: `npx cdk deploy MobilePush` or `WebPush`, each with its settings as `-c key=value`.

import { App } from "aws-cdk-lib";
import { MobilePushStack } from "./mobile-push-stack.ts";
import { WebPushStack } from "./web-push-stack.ts";

const app = new App();
const given = (key: string): string | undefined =>
  app.node.tryGetContext(key) as string | undefined;
const setting = (key: string): string => {
  const value = given(key);
  if (value === undefined) throw new Error(`${key} is missing: -c ${key}=…`);
  return value;
};
const origins = given("origins")?.split(",");
const chat = () => ({
  eventBusName: setting("eventBusName"),
  issuer: setting("issuer"),
  audience: setting("audience"),
  ...(origins && { origins }),
});

// Deploys each stack whose settings are given.
if (given("fcmApplicationArn") !== undefined) {
  new MobilePushStack(app, "MobilePush", {
    ...chat(),
    fcmApplicationArn: setting("fcmApplicationArn"),
    apnsApplicationArn: setting("apnsApplicationArn"),
  });
}
if (given("vapidPublicKey") !== undefined) {
  new WebPushStack(app, "WebPush", {
    ...chat(),
    vapidPublicKey: setting("vapidPublicKey"),
    vapidPrivateKeyParameter: setting("vapidPrivateKeyParameter"),
    contact: setting("contact"),
  });
}
