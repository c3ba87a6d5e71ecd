// Registers a phone: `{"platform": "fcm" or "apns", "token": "…"}`.

import { CreatePlatformEndpointCommand, SNSClient } from "@aws-sdk/client-sns";
import { registrationHandler } from "./registration.ts";

const sns = new SNSClient();

const APPLICATIONS: Readonly<Record<string, string | undefined>> = {
  fcm: process.env.FCM_APPLICATION_ARN,
  apns: process.env.APNS_APPLICATION_ARN,
};

export const handler = registrationHandler(async (body) => {
  const { platform, token: Token } = Object(body) as { platform?: unknown; token?: unknown };
  const PlatformApplicationArn = APPLICATIONS[String(platform)];
  if (PlatformApplicationArn === undefined || typeof Token !== "string" || Token === "")
    return undefined;
  // SNS returns the same endpoint for the same token.
  const command = new CreatePlatformEndpointCommand({ PlatformApplicationArn, Token });
  const { EndpointArn } = await sns.send(command);
  return EndpointArn === undefined ? undefined : { device: EndpointArn };
});
