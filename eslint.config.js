// What `npm run lint` holds every file to, beyond its format (prettier) and its imports (depcruise).
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
      // Numbers read well in a message; objects do not, and stay refused.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Taking a field off by destructuring names it without using it.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true }],
      "no-restricted-syntax": ["error", LITERAL_SPREAD],
    },
  },
  // Generated whole.
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
      // Of all kinds that there are, these are about a few, and say so by `default`.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // The client is built for ES2020, and React Native has even less: what either lacks is looked for before it is used.
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
