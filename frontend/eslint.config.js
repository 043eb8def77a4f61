import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// The arrows: app -> features -> (api, ledger, pose, ui, i18n). Features never import one another; ledger, ui and pose import nothing of ours.
const forbid = (...patterns) => [
  "error",
  { patterns: patterns.map(([match, message]) => ({ [Array.isArray(match) ? "group" : "regex"]: match, message })) },
];
const noBarrels = ["(^|/)index(\\.tsx?)?$|^\\.{1,2}/?$", "No barrels: import the file that has it."];
const FEATURES = ["accounts", "consent", "elements", "home", "ledger", "models", "queue", "results", "tenants", "uploads"];

export default tseslint.config(
  { ignores: ["dist/", "dist-reducer/", "dev/", "src/api/schema.gen.ts", "public/", "eslint.config.js"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ["./tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    plugins: { "react-hooks": hooks },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "max-lines": ["error", { max: 400 }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-imports": forbid(noBarrels),
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  // Components branch by what is shown; logic lives in plain modules and stays simple.
  { files: ["**/*.ts"], rules: { complexity: ["error", 16] } },
  { files: ["src/ui/**", "src/pose/**"], rules: { "no-restricted-imports": forbid(noBarrels, [["**/app/*", "**/features/**", "**/api/*"], "ui and pose know nothing of the rest."]) } },
  { files: ["src/ledger/**"], rules: { "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "window", "document", "localStorage", "Date"], "no-restricted-imports": forbid(noBarrels, [["**/app/*", "**/features/**", "**/api/*", "**/ui/*", "**/i18n/*", "react", "react-*"], "The verifier knows nothing of the page, the network or the clock."]) } },
  { files: ["src/api/**", "src/i18n/**"], rules: { "no-restricted-imports": forbid(noBarrels, [["**/app/*", "**/features/**", "**/ui/*"], "api stands below features and beside ui."]) } },
  ...FEATURES.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: {
      "no-restricted-imports": forbid(
        noBarrels,
        [["**/app/*"], "Features stand below app."],
        [FEATURES.filter((other) => other !== name).flatMap((other) => [`**/${other}/*`]), "Features never import one another."],
      ),
    },
  })),
);
