// The exports of the package parley-cdk.

export { ChatBackend, type ChatBackendProps } from "./chat-backend.ts";
export { outputs } from "./outputs.ts";
export type { Identity } from "./config.ts";
