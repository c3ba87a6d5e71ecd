// The WebSocket API: its routes are those of lambdas/routes.ts; its stage, logs and domain.

import { describe, expect, test } from "vitest";
import { ROUTES } from "../../lambdas/routes.ts";
import { FULL, resourcesOf } from "./app.ts";
import { render } from "../../bench/harness/template.ts";
import { lambdaOf, routeOf } from "./wiring.ts";

const resources = resourcesOf();
const full = resourcesOf(FULL);

describe("routes", () => {
  test("are chosen by the frame's action", () => {
    expect(resources.one("AWS::ApiGatewayV2::Api").Properties).toMatchObject({
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    });
  });

  test("are those of the table of routes", () => {
    const keys = resources
      .ofType("AWS::ApiGatewayV2::Route")
      .map(({ Properties }) => Properties.RouteKey);
    expect(keys.sort()).toEqual(ROUTES.map(({ key }) => key).sort());
  });

  test.each(ROUTES)("$key calls a Lambda of its own", ({ key }) => {
    const { resource } = lambdaOf(resources, key);
    const others = ROUTES.filter((route) => route.key !== key);
    expect(others.map((other) => lambdaOf(resources, other.key).resource)).not.toContain(resource);
    expect(resource.DependsOn).toBeDefined();
  });

  test.each(ROUTES)("$key answers its caller: $twoWay", ({ key, twoWay }) => {
    const [id, { Properties }] = routeOf(resources, key);
    expect(Properties.RouteResponseSelectionExpression).toBe(twoWay ? "$default" : undefined);
    const responses = resources
      .ofType("AWS::ApiGatewayV2::RouteResponse")
      .filter(({ Properties: { RouteId } }) => render(RouteId) === `\${${id}}`);
    expect(responses.map(({ Properties: { RouteResponseKey } }) => RouteResponseKey)).toEqual(
      twoWay ? ["$default"] : [],
    );
  });

  test("all exist before the stage is deployed", () => {
    const { DependsOn } = resources.one("AWS::ApiGatewayV2::Stage");
    const routes = resources.entries("AWS::ApiGatewayV2::Route").map(([id]) => id);
    expect(DependsOn).toEqual(expect.arrayContaining(routes));
  });
});

describe("the authorizer", () => {
  test("protects the handshake, and no other route", () => {
    const guarded = resources
      .ofType("AWS::ApiGatewayV2::Route")
      .filter(({ Properties }) => Properties.AuthorizationType !== "NONE");
    const authorizer = resources.idOf("AWS::ApiGatewayV2::Authorizer");
    expect(guarded.map(({ Properties }) => Properties)).toMatchObject([
      { RouteKey: "$connect", AuthorizationType: "CUSTOM", AuthorizerId: { Ref: authorizer } },
    ]);
  });

  test("is called wherever the token is: API Gateway answers 401 for a missing identity source", () => {
    const { Properties } = resources.one("AWS::ApiGatewayV2::Authorizer");
    expect(Properties.AuthorizerType).toBe("REQUEST");
    expect(Properties.IdentitySource ?? []).toEqual([]);
  });
});

describe("the stage", () => {
  const stage = (of = resources) => of.one("AWS::ApiGatewayV2::Stage").Properties;

  test("is throttled, and traces no data", () => {
    expect(stage()).toMatchObject({
      StageName: "dev",
      AutoDeploy: true,
      DefaultRouteSettings: {
        ThrottlingRateLimit: 1000,
        ThrottlingBurstLimit: 500,
        DataTraceEnabled: false,
        LoggingLevel: "OFF",
      },
    });
    expect(stage(full).DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 20,
    });
  });

  test("throttles each route by itself, as far as the settings say", () => {
    const keys = ROUTES.map(({ key }) => key).sort();
    for (const [of, rate, burst] of [
      [full, 40, 10],
      [resources, 500, 250],
    ] as const) {
      const settings = stage(of).RouteSettings as Record<string, object>;
      expect(Object.keys(settings).sort()).toEqual(keys);
      for (const key of keys) {
        expect(settings[key], key).toMatchObject({
          ThrottlingRateLimit: rate,
          ThrottlingBurstLimit: burst,
        });
      }
    }
  });

  test("logs who did what, and no field that can contain a token or a text", () => {
    const { Format } = stage().AccessLogSettings as { Format: string };
    const fields = Object.values(JSON.parse(Format) as Record<string, string>);
    expect(fields.sort()).toEqual(
      [
        "$context.authorizer.latency",
        "$context.authorizer.principalId",
        "$context.authorizer.status",
        "$context.connectionId",
        "$context.error.responseType",
        "$context.eventType",
        "$context.identity.sourceIp",
        "$context.integration.integrationStatus",
        "$context.integration.requestId",
        "$context.integration.status",
        "$context.integrationLatency",
        "$context.requestId",
        "$context.requestTime",
        "$context.routeKey",
        "$context.status",
      ].sort(),
    );
  });

  test("writes to a log group whose name no earlier stack of the same name can have used", () => {
    const { LogGroupName } = resources.get(
      render((stage().AccessLogSettings as { DestinationArn: unknown }).DestinationArn).slice(
        2,
        -".Arn}".length,
      ),
    ).Properties;
    expect(LogGroupName).toEqual({
      "Fn::Join": [
        "",
        [
          "/parley/Parley-dev/access-",
          { "Fn::Select": [2, { "Fn::Split": ["/", { Ref: "AWS::StackId" }] }] },
        ],
      ],
    });
  });

  test("waits for the account's role for logs, which outlives the stack", () => {
    const [account = ""] = resources.entries("AWS::ApiGateway::Account").map(([id]) => id);
    expect(resources.get(account).DeletionPolicy).toBe("RetainExceptOnCreate");
    expect(resources.one("AWS::ApiGatewayV2::Stage").DependsOn).toContain(account);
    const role = render(resources.get(account).Properties.CloudWatchRoleArn);
    expect(resources.get(role.slice(2, -".Arn}".length)).DeletionPolicy).toBe(
      "RetainExceptOnCreate",
    );
  });

  test("leaves the account's role alone if there is one", () => {
    expect(full.ofType("AWS::ApiGateway::Account")).toEqual([]);
  });
});

describe("the endpoint", () => {
  test("stays under the same name: a new API would have another URL", () => {
    expect(resources.idOf("AWS::ApiGatewayV2::Api")).toBe("ApiCD79AAA0");
    expect(resources.idOf("AWS::ApiGatewayV2::Stage")).toBe("ApiStage4697DF29");
  });

  const host = `\${${resources.idOf("AWS::ApiGatewayV2::Api")}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}`;
  const endpoint = (of: typeof resources) =>
    lambdaOf(of, "sendMessage").environment.CONNECTIONS_ENDPOINT;

  test("has the stage in its path", () => {
    expect(render(resources.outputs.WebSocketUrl?.Value)).toBe(`wss://${host}/dev`);
    expect(endpoint(resources)).toBe(`https://${host}/dev`);
    expect(resources.ofType("AWS::ApiGatewayV2::DomainName")).toEqual([]);
  });

  test("is the API's own even with a domain, so that posts do not depend on its DNS record", () => {
    expect(endpoint(full)).toBe(`https://${host}/prod`);
  });

  test("has no path on a domain, which is mapped to the stage", () => {
    expect(render(full.outputs.WebSocketUrl?.Value)).toBe("wss://chat.example.com");
    expect(full.one("AWS::ApiGatewayV2::DomainName").Properties).toMatchObject({
      DomainName: "chat.example.com",
      DomainNameConfigurations: [
        {
          CertificateArn: FULL.certificateArn,
          EndpointType: "REGIONAL",
          SecurityPolicy: "TLS_1_2",
        },
      ],
    });
    const mapping = full.one("AWS::ApiGatewayV2::ApiMapping");
    expect(mapping.Properties).toMatchObject({ Stage: "prod" });
    expect(mapping.Properties.ApiMappingKey).toBeUndefined();
    expect(mapping.DependsOn).toContain(full.idOf("AWS::ApiGatewayV2::Stage"));
    expect(full.outputs.DomainTarget).toBeDefined();
  });
});

test("every output says what it is for", () => {
  for (const { Description } of [resources, full].flatMap(({ outputs }) =>
    Object.values(outputs),
  )) {
    expect(Description).toMatch(/\.$/);
  }
});
