// What the package parley-cdk exports.

export { ChatBackend, type ChatBackendProps } from "./chat-backend.ts";
export { outputs } from "./outputs.ts";
export type { Identity } from "./config.ts";
