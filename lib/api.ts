// The WebSocket API: routes, the authorizer of the handshake, one stage, and an optional custom domain.

import { Stack, Validations } from "aws-cdk-lib";
import {
  ApiMapping,
  DomainName,
  SecurityPolicy,
  WebSocketApi,
  WebSocketStage,
  type CfnApi,
  type CfnStage,
  type ThrottleSettings,
} from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { WebSocketLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { Construct } from "constructs";
import type { Route } from "../lambdas/routes.ts";
import type { AccessLog } from "./access-log.ts";
import type { Config } from "./config.ts";
import type { Handler } from "./functions.ts";

const CONNECT = "$connect";

interface Options {
  readonly service: string;
  readonly stage: string;
  readonly throttle: ThrottleSettings;
  readonly routeThrottle: ThrottleSettings;
  readonly domain?: Config["domain"];
  readonly accessLog: AccessLog;
}

export class Api extends Construct {
  readonly stage: WebSocketStage;
  readonly domain: DomainName | undefined;
  /** The URL that clients connect to. */
  readonly url: string;
  /** The URL for Lambdas to post to connections. */
  readonly connectionsEndpoint: string;
  /** The permission to post to the connections of this stage, and nothing else. */
  readonly postArn: string;
  /** The permission to close connections. */
  readonly closeArn: string;
  private readonly api: WebSocketApi;
  private readonly routeThrottle: ThrottleSettings;

  constructor(scope: Construct, id: string, options: Options) {
    super(scope, id);
    this.api = new WebSocketApi(this, "Api", {
      apiName: options.service,
      routeSelectionExpression: "$request.body.action",
    });
    this.routeThrottle = options.routeThrottle;
    this.domain = options.domain && this.domainOf(options.domain);
    this.stage = this.stageOf(options);
    // A domain is mapped to the stage, so the URL does not contain the stage's name.
    this.url = options.domain ? `wss://${options.domain.name}` : this.stage.url;
    // Not the custom domain: posts to it would fail until its DNS record exists. This URL reaches all connections of
    // the API, whichever name the client used.
    this.connectionsEndpoint = this.stage.callbackUrl;
    const connections = (method: string) =>
      Stack.of(this).formatArn({
        service: "execute-api",
        resource: this.api.apiId,
        resourceName: `${options.stage}/${method}/@connections/*`,
      });
    this.postArn = connections("POST");
    this.closeArn = connections("DELETE");
  }

  /** A permission in cdk-nag's notation. */
  finding(method: "POST" | "DELETE"): string {
    const id = Stack.of(this).getLogicalId(this.api.node.defaultChild as CfnApi);
    return `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${id}>/${this.stage.stageName}/${method}/@connections/*`;
  }

  /** `authorizer` runs at the handshake only: API Gateway does not call it again. */
  addRoute(route: Route, { lambda, file }: Handler, authorizer: Handler): void {
    const added = this.api.addRoute(route.key, {
      integration: new WebSocketLambdaIntegration(file, lambda),
      returnResponse: route.twoWay,
      ...(route.key === CONNECT && {
        // API Gateway refuses a request in which a listed source is missing; the token is in a header or in the query.
        authorizer: new WebSocketLambdaAuthorizer("Authorizer", authorizer.lambda, {
          identitySource: [],
        }),
      }),
    });
    this.throttleRoute(route.key);
    // Deployed once with all routes, instead of once per route.
    this.stage.node.addDependency(added);
    if (route.key === CONNECT) return;
    Validations.of(added).acknowledge({
      id: "AwsSolutions-APIG4",
      reason: "A WebSocket API authorizes the connection, at $connect; other routes cannot.",
    });
  }

  // CDK has a construct for the stage's settings, but not for a route's.
  private throttleRoute(key: string): void {
    const { rateLimit, burstLimit } = this.routeThrottle;
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.addPropertyOverride(`RouteSettings.${key}`, {
      ThrottlingRateLimit: rateLimit,
      ThrottlingBurstLimit: burstLimit,
      DataTraceEnabled: false,
      LoggingLevel: "OFF",
    });
  }

  private stageOf({ stage: stageName, throttle, accessLog }: Options): WebSocketStage {
    const stage = new WebSocketStage(this, "Stage", {
      webSocketApi: this.api,
      stageName,
      autoDeploy: true,
      throttle,
      accessLogSettings: accessLog.settings,
    });
    if (this.domain) this.map(this.domain, stage);
    stage.node.addDependency(accessLog);
    // Both would log frames and query strings. They are off by default; setting them reverts manual changes at each
    // deployment.
    const resource = stage.node.defaultChild as CfnStage;
    resource.addPropertyOverride("DefaultRouteSettings.DataTraceEnabled", false);
    resource.addPropertyOverride("DefaultRouteSettings.LoggingLevel", "OFF");
    return stage;
  }

  // Creates the mapping under the id that it has in older stacks. The one that CDK creates with a stage has another id,
  // with "Default" in it: it would replace the older one, and a domain accepts no second mapping of the same path while
  // the first exists.
  private map(domainName: DomainName, stage: WebSocketStage): void {
    const id = `${domainName.node.path.replace("/Default/", "/")}undefined`;
    new ApiMapping(stage, id, { api: this.api, domainName, stage });
    stage.node.addDependency(domainName);
  }

  private domainOf({ name, certificateArn }: NonNullable<Config["domain"]>): DomainName {
    const certificate = Certificate.fromCertificateArn(this, "Certificate", certificateArn);
    // WebSocket APIs support no other TLS version.
    const securityPolicy = SecurityPolicy.TLS_1_2;
    return new DomainName(this, "Domain", { domainName: name, certificate, securityPolicy });
  }
}
