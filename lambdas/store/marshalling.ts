// Plain values to DynamoDB's and back, wherever a request or an answer has some.

import { marshall, unmarshall, type NativeAttributeValue } from "@aws-sdk/util-dynamodb";

type Fields = Record<string, unknown>;
type Plain = Record<string, NativeAttributeValue>;
type Stored = Parameters<typeof unmarshall>[0];

/** The input of a command with the values that DynamoDB knows. Attributes without a value are left out. */
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
    if (fields[name]) fields[name] = unmarshall(fields[name] as Stored);
  }
  if (fields.Items) fields.Items = toPlain(fields.Items);
  if (fields.Responses) fields.Responses = eachTable(fields.Responses, toPlain);
  if (fields.UnprocessedKeys) {
    fields.UnprocessedKeys = eachTable(fields.UnprocessedKeys, keysBy(unmarshall));
  }
  return fields;
}

const toStored = (values: Plain): Stored => marshall(values, { removeUndefinedValues: true });

const toPlain = (items: unknown): Plain[] => (items as Stored[]).map((item) => unmarshall(item));

const eachTable = (tables: unknown, change: (ofTable: unknown) => unknown): Fields =>
  Object.fromEntries(
    Object.entries(tables as Fields).map(([table, ofTable]) => [table, change(ofTable)]),
  );

const keysBy = (change: (key: never) => unknown) => (wanted: unknown) => {
  const { Keys = [], ...rest } = wanted as { Keys?: readonly object[] };
  return { ...rest, Keys: Keys.map((key) => change(key as never)) };
};
