// A mocked table: the test answers every request, and can read the requests.

import "aws-sdk-client-mock-vitest/extend";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { openTable, type Item } from "../../lambdas/store/table.ts";

export const TABLE = "parley-test";

/** Replaces every document client of the process, including those created later. */
export const dynamodb = mockClient(DynamoDBDocumentClient);

export const table = openTable(TABLE, "http://127.0.0.1:9");

/** The requests, in order: each command's name and input. */
export const sent = (): { command: string; input: Item }[] =>
  dynamodb.calls().map((call: unknown) => {
    const [command] = (call as { args: [{ input: Item }] }).args;
    return { command: command.constructor.name, input: command.input };
  });

/** The inputs of one kind of command, in order. */
export const inputsOf = (command: new (input: never) => unknown): Item[] =>
  sent()
    .filter((one) => one.command === command.name)
    .map(({ input }) => input);

/** An error as the AWS SDK throws it. */
export function awsError(name: string, about: { status?: number; code?: string } = {}): Error {
  const { status, code } = about;
  return Object.assign(new Error(`${name}: insides of DynamoDB`), {
    name,
    ...(code !== undefined && { code }),
    ...(status !== undefined && { $metadata: { httpStatusCode: status } }),
  });
}

/** One page of a Query's answer. */
export interface Page {
  readonly Items: Item[];
  readonly LastEvaluatedKey?: Item;
}

/** Answers Queries with these pages in turn. Returns a list to which each Query adds a copy of its input. */
export function answerPages(...pages: Page[]): Item[] {
  const asked: Item[] = [];
  dynamodb.on(QueryCommand).callsFake((input: Item) => {
    const page = pages[asked.length];
    asked.push(structuredClone(input));
    if (!page) throw new Error("There are no more pages.");
    return page;
  });
  return asked;
}
