// The chat backend as a CDK construct: a stack, account or region can hold any number of them.

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
import { allowServices, type Encryption } from "./encryption.ts";
import { EventBus } from "./event-bus.ts";
import { FanOut } from "./fan-out.ts";
import { Files } from "./files.ts";
import { Handler } from "./functions.ts";
import { grantConnections, grantFiles, grantSendMessages, grantTable, trust } from "./grants.ts";
import { identityProvider, type Users } from "./identity.ts";
import { saveQueries } from "./queries.ts";
import { chatTable } from "./table.ts";

/** Options left out have the defaults of `npx cdk deploy`, except that data is retained. */
export interface ChatBackendProps extends Partial<Omit<Config, "table" | "encryptionKeyArn">> {
  /**
   * The prefix of all names that must be unique in an account and region, and the metrics' `Service`: 1 to 40 letters,
   * digits and hyphens, beginning with a letter. Default: the construct's path.
   */
  readonly namePrefix?: string;
  /** An existing table with the keys and the index of lambdas/store/schema.ts. Default: a new table. */
  readonly table?: ITableV2;
  /**
   * Encrypts all stored data: table, files, logs, queues, alarm topic and bus. If the key belongs to the same app, its
   * policy is extended; for others, docs/operations.md has the statements. Default: each service's own key.
   */
  readonly encryptionKey?: IKey;
  /**
   * The topic of the alarms; CloudWatch must be allowed to publish. Default: a new topic, with `alarmEmail` as a
   * subscriber.
   */
  readonly alarmTopic?: ITopic;
  /** The permissions boundary of all roles created here. */
  readonly permissionsBoundary?: IManagedPolicy;
}

const PREFIX = /^[A-Za-z][A-Za-z0-9-]{0,39}$/;

/** @throws Error for an invalid `namePrefix`; ConfigError for a canary without a user pool of the stack's own */
export class ChatBackend extends Construct {
  /** The prefix of all names. */
  readonly service: string;
  readonly api: Api;
  /** The URL that clients connect to: `wss://…`. */
  readonly url: string;
  readonly table: ITableV2;
  readonly files: Files;
  readonly identity: Identity;
  /** The Cognito user pool, unless there is an OIDC provider. */
  readonly users: Users | undefined;
  readonly accessLog: AccessLog;
  readonly fanOut: FanOut;
  /** The event bus, with `events`. */
  readonly eventBus: EventBus | undefined;
  readonly authorizer: Handler;
  readonly admin: Handler;
  /** The client that tests the chat on a schedule, with `canary`. */
  readonly canary: Canary | undefined;
  readonly alarmTopic: ITopic;
  /** The Lambdas of the API's routes, in the order of the routes. */
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
    if (encryptionKey) allowServices(encryptionKey, this, service);

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
    grantSendMessages(handler, of, this.fanOut.queue);
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

/** Sets the number of members beyond which a room is large, and the maximum of a group. */
function sizeRooms({ lambda }: Handler, { smallRoomMembers, maxGroupMembers }: Config): void {
  lambda.addEnvironment(ENVIRONMENT.smallRoomMembers, String(smallRoomMembers));
  lambda.addEnvironment(ENVIRONMENT.maxGroupMembers, String(maxGroupMembers));
}

/** Sets the retention of messages, unless they never expire. */
function keepMessages({ lambda }: Handler, { messageRetentionDays: days }: Config): void {
  if (days !== undefined) lambda.addEnvironment(ENVIRONMENT.messageRetentionDays, String(days));
}

/** Sets a user's rate limits and maximum number of connections. */
function limit({ lambda }: Handler, { limits }: Config): void {
  lambda.addEnvironment(ENVIRONMENT.limits, JSON.stringify(limits));
}
