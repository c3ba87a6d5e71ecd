// The chat backend as a construct, for a stack of whoever uses it: any number of them in one account and region.

import { Duration, Names, Token } from "aws-cdk-lib";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PermissionsBoundary, type IManagedPolicy } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { ADMIN_TIMEOUT_SECONDS, ENVIRONMENT } from "../lambdas/names.ts";
import { ADMIN, AUTHORIZER_FILE, FAN_OUT, ROUTES, type Route } from "../lambdas/routes.ts";
import { AccessLog } from "./access-log.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import { Canary } from "./canary.ts";
import { ConfigError, readConfig, type Config, type Identity } from "./config.ts";
import { dashboard } from "./dashboard.ts";
import { letServicesUse, type Encryption } from "./encryption.ts";
import { EventBus } from "./event-bus.ts";
import { FanOut } from "./fan-out.ts";
import { Files } from "./files.ts";
import { Handler } from "./functions.ts";
import { grantConnections, grantFiles, grantHandingOver, grantTable, trust } from "./grants.ts";
import { identityProvider, type Users } from "./identity.ts";
import { saveQueries } from "./queries.ts";
import { chatTable } from "./table.ts";

/** Whatever is left out is as `npx cdk deploy` has it by default, but that data is kept. */
export interface ChatBackendProps extends Partial<Omit<Config, "table" | "encryptionKeyArn">> {
  /**
   * Begins the name of whatever has a name that must be unique in an account and region, and is the `Service` of the
   * metrics: 1 to 40 letters, digits and hyphens, a letter first. Default: the construct's path.
   */
  readonly namePrefix?: string;
  /** A table with the keys and the index of lambdas/store/schema.ts. Default: a table of its own. */
  readonly table?: ITableV2;
  /**
   * Encrypts all that is stored here: table, files, logs, queues, the topic of alarms and the bus. What its policy must
   * allow is added to a key of the same app, and in docs/operations.md for another. Default: each service's own key.
   */
  readonly encryptionKey?: IKey;
  /** Where alarms go; it must let CloudWatch publish. Default: a topic of its own, with `alarmEmail` as a subscriber. */
  readonly alarmTopic?: ITopic;
  /** The most that any role made here may ever do. */
  readonly permissionsBoundary?: IManagedPolicy;
}

const PREFIX = /^[A-Za-z][A-Za-z0-9-]{0,39}$/;

/** @throws if `namePrefix` is none; ConfigError if there is to be a canary and no user pool for it */
export class ChatBackend extends Construct {
  /** Begins the names. */
  readonly service: string;
  readonly api: Api;
  /** Where clients connect: `wss://…`. */
  readonly url: string;
  readonly table: ITableV2;
  readonly files: Files;
  readonly identity: Identity;
  /** The Cognito user pool, unless there is an OIDC provider. */
  readonly users: Users | undefined;
  readonly accessLog: AccessLog;
  readonly fanOut: FanOut;
  /** The bus that other systems listen to, with `events`. */
  readonly eventBus: EventBus | undefined;
  readonly authorizer: Handler;
  readonly admin: Handler;
  /** The client that tries the chat by itself, with `canary`. */
  readonly canary: Canary | undefined;
  readonly alarmTopic: ITopic;
  /** Those of the API's routes, in their order. */
  readonly handlers: readonly Handler[];
  private readonly config: Config;
  private readonly encryption: Encryption;
  private readonly tableKey: IKey | undefined;

  constructor(scope: Construct, id: string, props: ChatBackendProps = {}) {
    super(scope, id);
    const { namePrefix, table, alarmTopic, permissionsBoundary, encryptionKey, ...given } = props;
    const service = namePrefix ?? this.ownPrefix();
    if (!Token.isUnresolved(service) && !PREFIX.test(service)) {
      throw new Error(
        `namePrefix must be 1 to 40 letters, digits and hyphens, a letter first, not ${JSON.stringify(service)}.`,
      );
    }
    const config = { ...readConfig({ stage: "live", removalPolicy: "retain" }), ...given };
    this.service = service;
    this.config = config;
    if (permissionsBoundary) PermissionsBoundary.of(this).apply(permissionsBoundary);
    this.encryption = { ...(encryptionKey && { encryptionKey }) };
    if (encryptionKey) letServicesUse(encryptionKey, this, service);

    const options = this.options();
    this.table = table ?? chatTable(this, "Table", options);
    this.tableKey = table ? table.encryptionKey : encryptionKey;
    this.files = new Files(this, "Files", options);
    this.accessLog = new AccessLog(this, "AccessLog", options);
    this.api = new Api(this, "Api", { ...options, accessLog: this.accessLog });
    this.url = this.api.url;
    const { identity, users } = identityProvider(this, config);
    this.identity = identity;
    this.users = users;
    this.authorizer = new Handler(this, AUTHORIZER_FILE, options);
    trust(this.authorizer, identity);
    this.fanOut = new FanOut(this, "FanOut", options);
    const { events } = config;
    this.eventBus = events && new EventBus(this, "Events", { ...options, events });
    this.grant(this.fanOut.handler, FAN_OUT);
    limit(this.fanOut.handler, config);
    this.admin = this.adminHandler();
    this.canary = config.canary ? this.ownClient() : undefined;
    this.handlers = ROUTES.map((route) => this.routeHandler(route));
    this.alarmTopic = this.watch(alarmTopic);
  }

  /** Every Lambda, by its file in lambdas/ without `.ts`. */
  get functions(): Readonly<Record<string, Function>> {
    const all = [...this.handlers, this.authorizer, this.fanOut.handler, this.admin];
    if (this.canary) all.push(this.canary.handler);
    return Object.fromEntries(all.map(({ file, lambda }) => [file, lambda]));
  }

  private ownPrefix(): string {
    return Names.uniqueResourceName(this, { maxLength: 40, separator: "-" });
  }

  private options() {
    return { ...this.config, ...this.encryption, service: this.service };
  }

  private grant(handler: Handler, of: Pick<Route, "grants">): void {
    grantTable(handler, of, { table: this.table, key: this.tableKey });
    grantConnections(handler, of, this.api);
    grantHandingOver(handler, of, this.fanOut.queue);
    this.eventBus?.grantPublishing(handler, of);
    grantFiles(handler, of, this.files, this.config.uploads);
    if (of.grants.table.length > 0) keepMessages(handler, this.config);
  }

  private routeHandler(route: Route): Handler {
    const handler = new Handler(this, route.file, this.options());
    this.grant(handler, route);
    if (route.grants.table.length > 0) sizeRooms(handler, this.config);
    if (route.grants.close) limit(handler, this.config);
    this.api.addRoute(route, handler, this.authorizer);
    return handler;
  }

  private adminHandler(): Handler {
    const admin = new Handler(this, ADMIN.file, {
      ...this.options(),
      timeout: Duration.seconds(ADMIN_TIMEOUT_SECONDS),
      noDeadLetters: "An operator invokes it and waits for its answer.",
    });
    this.grant(admin, ADMIN);
    sizeRooms(admin, this.config);
    return admin;
  }

  private ownClient(): Canary {
    const { users, url } = this;
    if (!users) {
      throw new ConfigError(
        "canary must be off where tokens are an OIDC provider's: its two users can only be made in a user pool of the stack's own.",
      );
    }
    return new Canary(this, "Canary", { ...this.options(), users, url });
  }

  private watch(given: ITopic | undefined): ITopic {
    const { alarmEmail: email, runbookUrl } = this.config;
    const alarms = new Alarms(this, "Alarms", this, {
      topic: (scope) => given ?? new AlarmTopic(scope, "Topic", { email, ...this.encryption }),
      runbookUrl,
    });
    dashboard(this, this, alarms, runbookUrl);
    saveQueries(this, this);
    return alarms.topic;
  }
}

/** Which rooms are large, and how large they may be. */
function sizeRooms({ lambda }: Handler, { smallRoomMembers, maxGroupMembers }: Config): void {
  lambda.addEnvironment(ENVIRONMENT.smallRoomMembers, String(smallRoomMembers));
  lambda.addEnvironment(ENVIRONMENT.maxGroupMembers, String(maxGroupMembers));
}

/** For how long messages are kept, if not for ever. */
function keepMessages({ lambda }: Handler, { messageRetentionDays: days }: Config): void {
  if (days !== undefined) lambda.addEnvironment(ENVIRONMENT.messageRetentionDays, String(days));
}

/** How much a user may do, and how many connections there are of one. */
function limit({ lambda }: Handler, { limits }: Config): void {
  lambda.addEnvironment(ENVIRONMENT.limits, JSON.stringify(limits));
}
