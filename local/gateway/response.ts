// Validates a handler's response (AWS calls an invalid one malformed), and reads its headers.

export interface LambdaResponse {
  statusCode?: number;
  headers?: Record<string, unknown>;
  multiValueHeaders?: Record<string, unknown>;
  body?: string;
  isBase64Encoded?: boolean;
}

const checks: Record<keyof LambdaResponse, (value: unknown) => boolean> = {
  // AWS may accept "200" too; this is not documented.
  statusCode: (value) => Number.isInteger(value),
  headers: isRecord,
  multiValueHeaders: isRecord,
  body: (value) => typeof value === "string",
  // Whether AWS decodes a base64 body for a WebSocket is unknown; here it is not decoded.
  isBase64Encoded: (value) => typeof value === "boolean",
};

/** Returns the response. Throws a TypeError that names what is malformed, for the handler's author. */
export function parseResponse(value: unknown): LambdaResponse {
  if (!isRecord(value)) throw new TypeError("The response is not an object");
  for (const [key, field] of Object.entries(value)) {
    if (!isKey(key)) throw new TypeError(`The response has an unknown key: ${key}`);
    if (!checks[key](field)) throw new TypeError(`The response's ${key} has the wrong type`);
  }
  return value;
}

/** A response header by case-insensitive name, or the first of several values. */
export function responseHeader(response: LambdaResponse, name: string): string | undefined {
  for (const headers of [response.headers ?? {}, response.multiValueHeaders ?? {}]) {
    const key = Object.keys(headers).find((key) => key.toLowerCase() === name);
    const value = key === undefined ? undefined : [headers[key]].flat()[0];
    if (typeof value === "string") return value;
  }
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKey(key: string): key is keyof LambdaResponse {
  return Object.hasOwn(checks, key);
}
