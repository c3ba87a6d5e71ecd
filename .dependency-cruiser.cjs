// Who may import whom (docs/architecture.md has the same table in words). `npm run imports` enforces it.
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
    ...["ws", "p-limit", "dynalite", "fauxqs", "@fastify/busboy", "jose", "aws-lambda"],
    ...["@aws-sdk/client-dynamodb", "@aws-sdk/client-sqs"],
  ],
  smoke: ["undici", "jose"],
  terminal: ["jose", "ws"],
};

/** Folders in a folder that have packages of their own. */
const below = (folder) =>
  Object.keys(packages)
    .filter((name) => name.startsWith(`${folder}/`))
    .map((name) => `^${name}/`);

/** Programs of this repository, and what they are made of. Nothing that is deployed or published imports from them. */
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
      comment: "What they start is in a folder that says what it is.",
      severity: "error",
      from: { pathNot: "^bin/" },
      to: { path: "^bin/" },
    },
    {
      name: "lambdas-stay-inside",
      comment: "But for the canary, which is a step of the smoke test that is always running.",
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
      comment: "What is deployed is known to the deployment by name, never by its code.",
      severity: "error",
      from: { path: "^lib/" },
      to: {
        path: `^(lambdas|client|local|demo|${PROGRAMS})/`,
        pathNot: "^lambdas/(routes|names|limits|metrics|store/schema)\\.ts$",
      },
    },
    {
      name: "client-and-demo-take-types-only",
      comment: "So that they add no zod to a bundle.",
      severity: "error",
      from: { path: "^(client|demo)/" },
      to: { path: "^protocol/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "client-knows-nothing-above-it",
      comment: "Whoever takes the client alone gets neither the store nor React.",
      severity: "error",
      from: { path: "^client/[^/]+[.]ts$" },
      to: { path: "^client/(store|react)/" },
    },
    {
      name: "store-takes-types-of-the-client",
      comment: "It works on any chat, and each entry of the package is bundled by itself.",
      severity: "error",
      from: { path: "^client/store/" },
      to: {
        path: "^client/([^/]+[.]ts$|react/)",
        // What both make of an event, and of an error that nobody waits for.
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
        "The protocol, the client and the page run in a browser, and the rules of the chat know no environment.",
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
