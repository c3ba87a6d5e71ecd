// The log: one JSON line per event, or one readable line with LOG_FORMAT=text. Tokens and the text of messages are
// never logged. LOG_LEVEL is the lowest level that is logged: info, warn, error or off.

import { invocation } from "./invocation.ts";

const LEVELS = ["info", "warn", "error", "off"] as const;
type Level = Exclude<(typeof LEVELS)[number], "off">;

/** The fields of a line besides its message. `error` is written with its stack. */
export type Fields = Record<string, unknown> & { readonly error?: unknown };

/** Writes one line. */
export function log(level: Level, message: string, fields: Fields = {}): void {
  if (LEVELS.indexOf(level) < LEVELS.findIndex((from) => from === process.env.LOG_LEVEL)) return;
  const { error, ...rest } = fields;
  const line =
    process.env.LOG_FORMAT === "text"
      ? asText(level, message, rest, error)
      : asJson(level, message, rest, error);
  process.stdout.write(`${line}\n`);
}

/** Without a timestamp, Lambda treats a line as `info`, even if it has another level. */
const asJson = (level: Level, message: string, fields: Fields, error: unknown): string =>
  JSON.stringify({
    timestamp: new Date().toISOString(),
    level,
    message,
    ...invocation(),
    ...fields,
    ...(error !== undefined && described(error)),
  });

function described(error: unknown) {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: error.name, reason: error.message, stack: error.stack };
}

function asText(level: Level, message: string, fields: Fields, error: unknown): string {
  const time = new Date().toTimeString().slice(0, 8);
  const mark = level === "info" ? "" : `${level}: `;
  const shown = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== 0 && JSON.stringify(value) !== "{}")
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const stack = error instanceof Error ? `\n${error.stack ?? error.message}` : "";
  return [time, `${mark}${message}`, ...shown].join("  ") + stack;
}
