// The rules of `npm run lint`. Prettier checks the format and depcruise the imports.
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const LITERAL_SPREAD = {
  selector:
    "SpreadElement > ObjectExpression, JSXSpreadAttribute > ObjectExpression, SpreadElement > ArrayExpression",
  message: "Its fields can stand where it is spread.",
};

export default defineConfig(
  {
    ignores: ["node_modules", "coverage", "cdk.out", "client/dist", "cdk/dist", "*.js", "**/*.cjs"],
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A number is readable in a message. An object is not, and stays forbidden.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Omitting a field by destructuring declares a variable that nothing uses.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true }],
      "no-restricted-syntax": ["error", LITERAL_SPREAD],
    },
  },
  // A generated file.
  { files: ["client/protocol-types.ts"], rules: { "max-lines": "off" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: true }],
      "no-restricted-syntax": [
        "error",
        LITERAL_SPREAD,
        {
          selector:
            "CallExpression[callee.property.name=/^wait(For|Until)$/][callee.object.name='vi'][arguments.length=1]",
          message:
            "It gives up after a second, which a busy machine can take: PATIENT (test/patience.ts) does not.",
        },
      ],
    },
  },
  {
    files: ["client/store/*.ts", "generators/protocol-types/print.ts"],
    rules: {
      // These files handle a few of many kinds, and the rest by `default`.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // The client is built for ES2020, and React Native supports even less. The code reads a global that either lacks
    // from `globalThis`, and checks that it exists.
    files: ["client/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "window",
        "document",
        "URL",
        "URLSearchParams",
        "crypto",
        "atob",
        "btoa",
        "TextEncoder",
        "TextDecoder",
        "queueMicrotask",
        "structuredClone",
        "WeakRef",
      ],
      "no-restricted-syntax": [
        "error",
        LITERAL_SPREAD,
        {
          selector: `CallExpression[callee.property.name=/^(${[
            "at",
            "replaceAll",
            "findLast",
            "findLastIndex",
            "toSorted",
            "toReversed",
            "toSpliced",
            "hasOwn",
            "groupBy",
            "isWellFormed",
            "toWellFormed",
            "withResolvers",
            "randomUUID",
          ].join("|")})$/]`,
          message: "ES2020 and React Native do not have it.",
        },
        {
          selector:
            "CallExpression[callee.object.name=/^(Promise|AbortSignal)$/][callee.property.name=/^(any|timeout)$/]",
          message: "ES2020 and React Native do not have it.",
        },
        {
          selector: "PrivateIdentifier, StaticBlock, Program > * > AwaitExpression",
          message:
            "ES2020 does not have it, and what stands for it is long: use `private`, a function.",
        },
      ],
    },
  },
);
