// Finds the Lambda that a route invokes, and its rights, in the template, as API Gateway and IAM do.

import { ourLambdas } from "../../bench/harness/assembly.ts";
import { render, type Resource, type Resources } from "../../bench/harness/template.ts";

export interface Lambda {
  readonly id: string;
  readonly resource: Resource;
  readonly environment: Readonly<Record<string, string>>;
  /** The permissions of its role, each as `<operation> <resource>`. */
  readonly allowed: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The id and the resource of a route. Throws if there is no such route. */
export function routeOf(resources: Resources, key: string): [string, Resource] {
  const found = resources
    .entries("AWS::ApiGatewayV2::Route")
    .find(([, { Properties }]) => Properties.RouteKey === key);
  if (!found) throw new Error(`There is no route ${key}.`);
  return found;
}

/** The Lambda that a route invokes. */
export function lambdaOf(resources: Resources, key: string): Lambda {
  const [, { Properties }] = routeOf(resources, key);
  const integration = resources.get(idIn(render(Properties.Target)));
  return lambdaIn(resources, integration.Properties.IntegrationUri);
}

/** The Lambda of the API's authorizer. */
export const authorizerOf = (resources: Resources): Lambda =>
  lambdaIn(resources, resources.one("AWS::ApiGatewayV2::Authorizer").Properties.AuthorizerUri);

/** The Lambda that the queue invokes. */
export const fanOutOf = (resources: Resources): Lambda =>
  lambdaNamed(
    resources,
    render(resources.one("AWS::Lambda::EventSourceMapping").Properties.FunctionName).slice(2, -1),
  );

/** The Lambda of the operator's commands. */
export const adminOf = (resources: Resources): Lambda => lambdaWhoseId(resources, "admin");

/** The Lambda of the canary. */
export const canaryOf = (resources: Resources): Lambda => lambdaWhoseId(resources, "Canary");

const lambdaWhoseId = (resources: Resources, beginning: string): Lambda => {
  const [id = ""] = ourLambdas(resources)
    .map(([each]) => each)
    .filter((each) => each.startsWith(beginning));
  return lambdaNamed(resources, id);
};

/** The Lambda whose ARN is in a URI. */
const lambdaIn = (resources: Resources, uri: unknown): Lambda =>
  lambdaNamed(resources, /functions\/\$\{(\w+)\.Arn\}\/invocations$/.exec(render(uri))?.[1] ?? "");

function lambdaNamed(resources: Resources, id: string): Lambda {
  const resource = resources.get(id);
  const { Environment, Role } = resource.Properties;
  const variables = Object.entries((Environment as { Variables?: object }).Variables ?? {});
  return {
    id,
    resource,
    environment: Object.fromEntries(variables.map(([name, value]) => [name, render(value)])),
    allowed: allowedTo(resources, idIn(render(Role))),
  };
}

const idIn = (text: string): string => /\$\{(\w+)/.exec(text)?.[1] ?? "";

function allowedTo(resources: Resources, roleId: string): string[] {
  const { ManagedPolicyArns, Policies } = resources.get(roleId).Properties;
  if (ManagedPolicyArns ?? Policies) throw new Error(`${roleId} has policies of its own.`);
  return resources
    .ofType("AWS::IAM::Policy")
    .filter(
      ({ Properties }) => (Properties.Roles as unknown[]).map(render).join() === `\${${roleId}}`,
    )
    .flatMap(
      ({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
    )
    .flatMap(pairs)
    .sort();
}

function pairs({ Effect, Action, Resource, Condition }: Statement): string[] {
  if (Effect !== "Allow") throw new Error("A statement that this does not understand.");
  const only = Condition ? ` if ${conditionOf(Condition)}` : "";
  return [Action]
    .flat()
    .flatMap((action) => [Resource].flat().map((on) => `${action} ${render(on)}${only}`));
}

function conditionOf(condition: object): string {
  return Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys as object).map(([key, value]) => `${key} ${operator} ${render(value)}`),
    )
    .join(" and ");
}
