import { describe, expect, it } from "vitest";
import { readSettings, SettingError } from "../../../bin/dev/settings.ts";

describe("the environment variables of npm start", () => {
  it.each([{}, { PORT: "", DATA_DIR: "", DYNAMODB_ENDPOINT: "" }])(
    "are all optional, and none when empty: %j",
    (env) => {
      expect(readSettings(env)).toEqual({ port: 3000, dataDir: ".data" });
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

  it.each(["localhost:8000", "8000", "ftp://localhost", "http://"])(
    "refuse %j as a database",
    (DYNAMODB_ENDPOINT) => {
      expect(() => readSettings({ DYNAMODB_ENDPOINT })).toThrow(/^DYNAMODB_ENDPOINT must be/);
    },
  );
});
