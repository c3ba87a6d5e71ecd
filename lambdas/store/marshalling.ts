// Converts plain values to and from DynamoDB's JSON.

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, type NativeAttributeValue } from "@aws-sdk/util-dynamodb";

type Fields = Record<string, unknown>;
type Plain = Record<string, NativeAttributeValue>;
type Stored = Record<string, AttributeValue>;

/** The input of a command with values in DynamoDB's JSON. Undefined attributes are left out. */
export function marshalled(input: object): Fields {
  const fields: Fields = { ...input };
  for (const name of ["Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey"]) {
    if (fields[name]) fields[name] = toStored(fields[name]);
  }
  if (fields.RequestItems) fields.RequestItems = eachTable(fields.RequestItems, keysBy(toStored));
  return fields;
}

/** The output of a command with plain values. */
export function unmarshalled(output: object): Fields {
  const fields: Fields = { ...output };
  for (const name of ["Item", "Attributes", "LastEvaluatedKey"]) {
    if (fields[name]) fields[name] = plainItem(fields[name] as Stored);
  }
  if (fields.Items) fields.Items = toPlain(fields.Items);
  if (fields.Responses) fields.Responses = eachTable(fields.Responses, toPlain);
  if (fields.UnprocessedKeys) {
    fields.UnprocessedKeys = eachTable(fields.UnprocessedKeys, keysBy(plainItem));
  }
  return fields;
}

const toStored = (values: Plain): Stored => marshall(values, { removeUndefinedValues: true });

const toPlain = (items: unknown): Plain[] => (items as Stored[]).map(plainItem);

// The SDK's function takes three times as long, and a response can hold a thousand values. The table has none of the
// binary values, sets and large numbers that only the SDK's function converts.
function plainItem(item: Stored): Plain {
  const plain: Plain = {};
  for (const name in item) plain[name] = plainValue(item[name] as AttributeValue) as unknown;
  return plain;
}

function plainValue(value: AttributeValue): NativeAttributeValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return plainItem(value.M);
  if (value.L !== undefined) return value.L.map(plainValue);
  if (value.NULL !== undefined) return null;
  throw new Error(
    `The table has a value of a kind that it never writes: ${Object.keys(value).join()}.`,
  );
}

const eachTable = (tables: unknown, change: (ofTable: unknown) => unknown): Fields =>
  Object.fromEntries(
    Object.entries(tables as Fields).map(([table, ofTable]) => [table, change(ofTable)]),
  );

const keysBy = (change: (key: never) => unknown) => (wanted: unknown) => {
  const { Keys = [], ...rest } = wanted as { Keys?: readonly object[] };
  return { ...rest, Keys: Keys.map((key) => change(key as never)) };
};
