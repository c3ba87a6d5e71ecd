// `npx cdk synth` as a user runs it, without a network or an account: no warning, and bundles within their budget that
// load and run with only the variables of the template.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FILES } from "../../lambdas/routes.ts";
import { bundlesIn, type Bundle } from "../../bench/harness/assembly.ts";
import { deploy, type Deployment } from "../../bench/harness/deployment.ts";
import { ENVIRONMENT } from "../../lambdas/names.ts";
import { openConnection } from "../../smoke/test-user.ts";
import { smoke, type Step } from "../../smoke/smoke.ts";

const KB = 1_024;

const run = promisify(execFile);
const { PATH = "" } = process.env;
const directory = mkdtempSync(join(tmpdir(), "parley-synth-"));
const output = join(directory, "cdk.out");

let printed: { stdout: string; stderr: string };
let bundles: Map<string, Bundle>;

beforeAll(async () => {
  const cdk = "node_modules/aws-cdk/bin/cdk";
  // No credentials, no region, and a proxy that cannot be reached.
  const nowhere = "http://127.0.0.1:9";
  const env = { PATH, HOME: directory, HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere };
  const synth = [cdk, "synth", "--quiet", "--output", output, "-c", "canary=on"];
  printed = await run(process.execPath, synth, { env });
  bundles = new Map(bundlesIn(output).map((bundle) => [bundle.file, bundle]));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const bundleOf = (file: string): Bundle => {
  const bundle = bundles.get(file);
  if (!bundle) throw new Error(`${file} has no bundle.`);
  return bundle;
};

test("it says which bundles it makes, and has no warning", () => {
  const lines = `${printed.stdout}${printed.stderr}`.split("\n").filter((line) => line !== "");
  expect(lines.filter((line) => !line.startsWith("Bundling asset "))).toEqual([]);
});

test("there is a bundle for every file", () => {
  expect([...bundles.keys()].sort()).toEqual(FILES.toSorted());
});

test.each(FILES)("%s is within its budget", (file) => {
  // No caller waits for a cold start of the operator's Lambda or the canary's, which bundles a WebSocket.
  const budgets: Readonly<Record<string, number>> = {
    default: 60,
    ping: 60,
    admin: 350,
    canary: 700,
  };
  const most = budgets[file] ?? 300;
  expect(statSync(bundleOf(file).code).size).toBeLessThanOrEqual(most * KB);
});

/** The environment variables that the Lambda runtime sets. */
const OF_LAMBDA = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDOFTHELAMBDA",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "session",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** Runs `script` in a new process, with the bundle's exports as `bundle`. */
const inProcess = ({ code, environment }: Bundle, script: string, more = {}) =>
  run(process.execPath, ["-e", `const bundle = require(${JSON.stringify(code)}); ${script}`], {
    env: { PATH, ...OF_LAMBDA, ...environment, ...more },
  });

test.each(FILES)("%s loads with the variables that the template gives it", async (file) => {
  const { stdout, stderr } = await inProcess(bundleOf(file), "console.log(typeof bundle.handler)");
  expect(stdout + stderr).toBe("function\n");
});

describe("the bundles, each in its own process", () => {
  let deployed: Deployment;
  beforeAll(async () => {
    // A room with more than two members is large, so that the test does not need one with a hundred.
    deployed = await deploy({ bundles, variables: { [ENVIRONMENT.smallRoomMembers]: "2" } });
  });
  afterAll(() => deployed.close());

  test("support the nine events end to end", async () => {
    const tokens = await Promise.all(["smoke-ann", "smoke-bob"].map((id) => deployed.token(id)));
    const steps: Step[] = [];
    const target = { url: deployed.url, tokens: tokens as [string, string] };
    for await (const step of smoke(target)) steps.push(step);
    expect(steps.filter(({ error }) => error)).toEqual([]);
    expect(steps.length).toBeGreaterThan(9);
  });

  test("hand a message to a large room over to the fan-out's, which posts it", async () => {
    const join = async (id: string) =>
      await openConnection(deployed.url, await deployed.token(id), id);
    const [ann, bob] = await Promise.all([join("large-ann"), join("large-bob")]);
    const room_id = "large-room";
    const recipients = [bob.id, "large-cid"];
    await ann.done("createGroup", { _id: room_id, room_name: "Large", recipients });
    await bob.heard(`group_${bob.id}`);
    const sent = await ann.done("sendMessage", { room_id, message: "by way of SQS" });
    expect((await bob.heard("message")).data).toEqual(sent);
    // In a large room no action posts to others, so a message does not list its recipients.
    expect(sent).not.toHaveProperty("recipients");
    await Promise.all([ann.leave(), bob.leave()]);
  });
});

describe("a bundle", () => {
  test("signs with the credentials of its Lambda", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const dynamodb = createServer(({ headers }, response) => {
      seen.push(headers);
      response.setHeader("content-type", "application/x-amz-json-1.0").end("{}");
    });
    await once(dynamodb.listen(0, "127.0.0.1"), "listening");
    const { port } = dynamodb.address() as AddressInfo;
    const authorizer = { principalId: "ann", exp: "9999999999" };
    const requestContext = { connectionId: "c=", requestId: "r", connectedAt: 1, authorizer };
    const event = JSON.stringify({ requestContext });
    await inProcess(bundleOf("disconnect"), `bundle.handler(${event})`, {
      DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    dynamodb.close();
    expect(seen[0]?.authorization).toContain("Credential=AKIDOFTHELAMBDA/");
    expect(seen[0]?.["x-amz-security-token"]).toBe("session");
  });
});
