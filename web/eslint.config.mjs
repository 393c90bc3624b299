import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// A room may use the strata below it, never another room and never the house around them.
const ROOMS = ["overview", "mail", "archive", "audit", "settings"];
const STRATA = { words: [], api: ["words"], ui: ["words", "api"], charts: ["words", "api", "ui"] };
const ALL = ["app", ...ROOMS, ...Object.keys(STRATA)];

const boundary = (room, allowed) => ({
  files: [`src/${room}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            group: ALL.filter((other) => other !== room && !allowed.includes(other)).map(
              (other) => `@/${other}/**`,
            ),
            message: `${room}/ may import ${allowed.join(", ") || "nothing"} (see eslint.config.mjs).`,
          },
          { group: ["./*", "../*"], message: "Say where it is: @/room/file." },
        ],
      },
    ],
  },
});

const bareWords = [
  { selector: "JSXText[value=/\\p{L}{2,}/u]", message: "Words live in src/words/en." },
  {
    selector: "JSXAttribute[name.name=/^(title|label|placeholder|alt|aria-label)$/] > Literal",
    message: "Words live in src/words/en.",
  },
];
const markup = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: "What strangers wrote is text.",
  },
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc)$/]",
    message: "What strangers wrote is text.",
  },
];

export default tseslint.config(
  { ignores: ["node_modules", "src/api/schema.d.ts"] },
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat["recommended-latest"],
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 250 }],
      // A region that scrolls must be reachable by key.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { tags: ["pre"], roles: ["group"] }],
      "no-console": "error",
      "no-eval": "error",
      // Nothing here is compiled by the React Compiler.
      "react-hooks/incompatible-library": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
    },
  },
  {
    files: ["src/**/*.tsx"],
    rules: { "no-restricted-syntax": ["error", ...bareWords, ...markup] },
  },
  { files: ["src/**/*.ts"], rules: { "no-restricted-syntax": ["error", ...markup] } },
  ...ROOMS.map((room) => boundary(room, Object.keys(STRATA))),
  ...Object.entries(STRATA).map(([stratum, allowed]) => boundary(stratum, allowed)),
  {
    files: ["**/*.test.{ts,tsx}"],
    rules: { "no-restricted-syntax": "off", "react-hooks/globals": "off" },
  },
  { files: ["tools/**", "e2e/**"], rules: { "no-console": "off" } },
);
