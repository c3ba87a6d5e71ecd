// The canary's users: created if they are missing, given a password for one run, and signed in.

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { CANARY_USERS, poolUsers, type SignIn } from "../../lambdas/canary/pool-users.ts";
import { stubCredentials } from "../http/credentials.ts";
import { startScriptedServer, type Received, type ScriptedServer } from "../http/server.ts";

let server: ScriptedServer;
let signIn: SignIn;
beforeAll(async () => {
  stubCredentials();
  server = await startScriptedServer();
  const endpoint = `http://127.0.0.1:${server.port}`;
  signIn = poolUsers({ endpoint, poolId: "eu-central-1_Pool", clientId: "client" });
});
afterAll(() => {
  server.close();
});

interface Body {
  Username: string;
  Password: string;
  AuthParameters: { USERNAME: string; PASSWORD: string };
}
const bodyOf = ({ body }: Received) => JSON.parse(body.toString()) as Body;
const operationOf = ({ headers }: Received) =>
  String(headers["x-amz-target"]).replace("AWSCognitoIdentityProviderService.", "");
const operations = () => server.received.map(operationOf);

/** The user pool as the canary sees it: each user with the password. */
let pool: Map<string, string | undefined>;
beforeEach(() => {
  server.received.length = 0;
  pool = new Map();
  server.answer((response, request) => {
    const body = bodyOf(request);
    const refuse = (type: string) => {
      response.writeHead(400).end(JSON.stringify({ __type: type, message: "no" }));
    };
    const operation = operationOf(request);
    if (operation === "AdminCreateUser") {
      pool.set(body.Username, undefined);
      response.end(JSON.stringify({ User: {} }));
    } else if (operation === "AdminSetUserPassword") {
      if (pool.has(body.Username)) {
        pool.set(body.Username, body.Password);
        response.end("{}");
      } else refuse("UserNotFoundException");
    } else {
      const { USERNAME, PASSWORD } = body.AuthParameters;
      const AuthenticationResult = { IdToken: `of ${USERNAME}` };
      if (pool.get(USERNAME) === PASSWORD) response.end(JSON.stringify({ AuthenticationResult }));
      else refuse("NotAuthorizedException");
    }
  });
});

it("makes both users the first time, without a mail to anybody, and signs them in", async () => {
  expect(await signIn()).toEqual(CANARY_USERS.map((user) => `of ${user}`));
  expect([...pool.keys()].sort()).toEqual([...CANARY_USERS]);
  const [made] = server.received.filter((each) => operationOf(each) === "AdminCreateUser");
  expect(made && bodyOf(made)).toMatchObject({
    UserPoolId: "eu-central-1_Pool",
    MessageAction: "SUPPRESS",
  });
  expect(server.received[0]?.headers.authorization).toContain("/eu-central-1/cognito-idp/");
});

it("makes none the next time, and gives each another password", async () => {
  await signIn();
  const before = new Map(pool);
  server.received.length = 0;
  await signIn();
  expect(operations()).not.toContain("AdminCreateUser");
  for (const user of CANARY_USERS) expect(pool.get(user)).not.toBe(before.get(user));
});

it("takes passwords that the pool's policy takes", async () => {
  await signIn();
  for (const password of pool.values()) {
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]).{30,256}$/);
  }
  expect(new Set(pool.values()).size).toBe(2);
});

it("gives its users names that cannot be anybody's e-mail address", () => {
  for (const user of CANARY_USERS) expect(user).toMatch(/^[a-z-]+@[a-z]+\.invalid$/);
});

it.each([
  [
    "a refusal",
    400,
    '{"__type":"com.amazonaws#TooManyRequestsException"}',
    "TooManyRequestsException",
  ],
  ["an answer that is no JSON", 503, "<html>", "Status503"],
])("rejects with the error's name %s, and without a password", async (_, status, text, name) => {
  server.answer((response) => response.writeHead(status).end(text));
  const error: unknown = await signIn().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name, message: `AdminSetUserPassword was answered ${status}.` });
});

it("rejects when Cognito asks for more than a password", async () => {
  const answer = JSON.stringify({ ChallengeName: "SMS_MFA" });
  server.answer((response) => response.end(answer));
  await expect(signIn()).rejects.toThrow("Cognito asks the canary for more: SMS_MFA.");
});
