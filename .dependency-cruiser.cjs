// The allowed imports of each folder (docs/architecture.md describes the same table). `npm run imports` enforces them.
const folders = {
  protocol: [],
  client: ["protocol"],
  demo: ["client", "protocol"],
  "lambdas/chat": ["protocol"],
  "lambdas/http": [],
  "lambdas/store": ["lambdas/chat", "lambdas/http", "protocol"],
  "lambdas/delivery": ["lambdas/chat", "lambdas/http", "protocol"],
  "lambdas/files": ["lambdas/chat", "lambdas/http", "protocol"],
  "lambdas/canary": ["lambdas/http"],
  "lambdas/admin": ["lambdas/chat", "lambdas/store/users", "lambdas/delivery/close", "protocol"],
  local: ["protocol"],
  smoke: ["protocol"],
  terminal: ["client", "protocol", "demo/words"],
};

const packages = {
  protocol: ["zod"],
  client: [],
  "client/react": ["react"],
  demo: [
    "preact",
    "mdast-util-from-markdown",
    "mdast-util-gfm-autolink-literal",
    "micromark-extension-gfm-autolink-literal",
  ],
  "lambdas/chat": [],
  "lambdas/admin": ["zod"],
  "lambdas/http": ["@aws-sdk/credential-provider-node", "@smithy/core", "@smithy/signature-v4"],
  "lambdas/store": [
    "@aws-sdk/client-dynamodb",
    "@aws-sdk/lib-dynamodb",
    "@aws-sdk/util-dynamodb",
    "p-limit",
  ],
  "lambdas/delivery": ["p-limit"],
  "lambdas/files": [],
  "lambdas/canary": [],
  local: [
    "ws",
    "p-limit",
    "dynalite",
    "fauxqs",
    "@fastify/busboy",
    "jose",
    "aws-lambda",
    "@aws-sdk/client-dynamodb",
    "@aws-sdk/client-sqs",
  ],
  smoke: ["undici", "jose"],
  terminal: ["jose", "ws"],
};

/** The subfolders of a folder that have their own entry in `packages`. */
const below = (folder) =>
  Object.keys(packages)
    .filter((name) => name.startsWith(`${folder}/`))
    .map((name) => `^${name}/`);

/** The programs of this repository and their code. Deployed and published code must not import from them. */
const PROGRAMS = "admin|bench|bin|dev-server|generators|packaging|pictures|smoke|terminal|test";

const any = (names) => `(${names.join("|")})`;

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "tests-are-imported-by-tests",
      severity: "error",
      from: { pathNot: "^test/|^vitest[.]config" },
      to: { path: "^test/" },
    },
    {
      name: "bin-holds-entry-points",
      comment: "Their code is in folders with descriptive names.",
      severity: "error",
      from: { pathNot: "^bin/" },
      to: { path: "^bin/" },
    },
    {
      name: "lambdas-stay-inside",
      comment: "Except for the canary, which runs a step of the smoke test every five minutes.",
      severity: "error",
      from: { path: "^lambdas/", pathNot: "^lambdas/canary[.]ts$" },
      to: { path: `^(lib|local|client|demo|${PROGRAMS})/` },
    },
    {
      name: "canary-imports-only-the-smoke-test",
      severity: "error",
      from: { path: "^lambdas/canary[.]ts$" },
      to: { path: `^(lib|local|client|demo|${PROGRAMS.replace("|smoke", "")})/` },
    },
    ...Object.entries(folders).map(([from, to]) => ({
      name: `${from}-imports-only-its-own`,
      severity: "error",
      from: { path: `^${from}/` },
      to: {
        path: `^(lib|lambdas|protocol|client|local|demo|${PROGRAMS})/`,
        pathNot: `^${any([from, ...to])}[/.]`,
      },
    })),
    ...Object.entries(packages).map(([from, to]) => ({
      name: `${from}-packages`,
      severity: "error",
      from: { path: `^${from}/`, pathNot: below(from) },
      to: {
        dependencyTypesNot: ["local", "core", "type-only"],
        path: "node_modules/",
        pathNot: to.length ? `node_modules/(@types/)?${any(to)}/` : "^$",
      },
    })),
    {
      name: "lib-imports-only-names",
      comment: "The stack refers to the handlers by name and never imports their code.",
      severity: "error",
      from: { path: "^lib/" },
      to: {
        path: `^(lambdas|client|local|demo|${PROGRAMS})/`,
        pathNot: "^lambdas/(routes|names|limits|metrics|store/schema)\\.ts$",
      },
    },
    {
      name: "client-and-demo-take-types-only",
      comment: "Otherwise their bundles would include zod.",
      severity: "error",
      from: { path: "^(client|demo)/" },
      to: { path: "^protocol/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "client-knows-nothing-above-it",
      comment: "An application that imports only the client must not load the store or React.",
      severity: "error",
      from: { path: "^client/[^/]+[.]ts$" },
      to: { path: "^client/(store|react)/" },
    },
    {
      name: "store-takes-types-of-the-client",
      comment:
        "The store works with any chat, and each entry of the package is bundled separately.",
      severity: "error",
      from: { path: "^client/store/" },
      to: {
        path: "^client/([^/]+[.]ts$|react/)",
        // Both apply reactions to messages, and both report errors that no caller awaits.
        pathNot: "^client/(reactions|uncaught)[.]ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "react-takes-types-of-the-store",
      severity: "error",
      from: { path: "^client/react/" },
      to: { path: "^client/(?!react/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-node-in-protocol-client-demo-or-chat",
      comment:
        "The protocol, the client and the page run in a browser, and the rules of the chat run in any environment.",
      severity: "error",
      from: { path: "^(protocol|client|demo|lambdas/chat)/" },
      to: { dependencyTypes: ["core"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^client/dist" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
    },
  },
};
