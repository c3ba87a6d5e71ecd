// The environment variables of `npm start`.

import { describe, expect, it } from "vitest";
import { readSettings, SettingError } from "../../../dev-server/program/settings.ts";

describe("the environment variables of npm start", () => {
  it.each([{}, { PORT: "", DATA_DIR: "", DYNAMODB_ENDPOINT: "" }])(
    "are all optional, and none when empty: %j",
    (env) => {
      expect(readSettings(env)).toEqual({ host: "127.0.0.1", port: 3000, dataDir: ".data" });
    },
  );

  it("choose an S3", () => {
    const s3Endpoint = "http://localhost:9000";
    expect(readSettings({ S3_ENDPOINT: s3Endpoint })).toMatchObject({ s3Endpoint });
    expect(() => readSettings({ S3_ENDPOINT: "localhost" })).toThrow(/^S3_ENDPOINT must be/);
  });

  it("choose the port, the folder and the database", () => {
    const env = { PORT: "0", DATA_DIR: "/tmp/x", DYNAMODB_ENDPOINT: "http://localhost:8000" };
    expect(readSettings(env)).toEqual({
      host: "127.0.0.1",
      port: 0,
      dataDir: "/tmp/x",
      dynamodbEndpoint: "http://localhost:8000",
    });
  });

  it.each(["http", "-1", "65536", "3000.5", "0x10", " 3000", "1e3", "99999999"])(
    "refuse %j as a port",
    (PORT) => {
      expect(() => readSettings({ PORT })).toThrow(SettingError);
      expect(() => readSettings({ PORT })).toThrow(/^PORT must be/);
    },
  );

  it("choose the address to listen on", () => {
    expect(readSettings({ HOST: "0.0.0.0" })).toMatchObject({ host: "0.0.0.0" });
    expect(readSettings({ HOST: "mymac.local" })).toMatchObject({ host: "mymac.local" });
    expect(readSettings({ HOST: "::" })).toMatchObject({ host: "::" });
  });

  it.each(["http://localhost", "localhost:3000", "0.0.0.0:80", "a b", "/"])(
    "refuse %j as a host",
    (HOST) => {
      expect(() => readSettings({ HOST })).toThrow(/^HOST must be an address or a name/);
    },
  );

  it.each(["localhost:8000", "8000", "ftp://localhost", "http://"])(
    "refuse %j as a database",
    (DYNAMODB_ENDPOINT) => {
      expect(() => readSettings({ DYNAMODB_ENDPOINT })).toThrow(/^DYNAMODB_ENDPOINT must be/);
    },
  );
});

describe("the arguments of npm start", () => {
  it("override the variables", () => {
    const env = { PORT: "3001", HOST: "localhost" };
    expect(readSettings(env, ["--port", "3002", "--host=0.0.0.0"])).toMatchObject({
      host: "0.0.0.0",
      port: 3002,
    });
  });

  it.each([
    [["--port", "http"], '--port must be a number from 0 to 65535 (0: any free port), not "http".'],
    [
      ["--port"],
      "Option '--port <value>' argument missing. Usage: npm start -- [--port 3001] [--host 0.0.0.0]",
    ],
    [
      ["--prot", "1"],
      "Unknown option '--prot'. Usage: npm start -- [--port 3001] [--host 0.0.0.0]",
    ],
    [["3001"], "Unexpected argument '3001'. Usage: npm start -- [--port 3001] [--host 0.0.0.0]"],
  ])("%j are refused in one line", (args, message) => {
    expect(() => readSettings({}, args)).toThrow(new SettingError(message));
  });
});
