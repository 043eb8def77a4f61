// Compiles src/ with the pinned compiler into artifact.json; --check compares instead, --input prints
// what the compiler is asked, for analysers.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const solc = createRequire(import.meta.url)("solc");
const here = dirname(fileURLToPath(import.meta.url));
const artifactPath = join(here, "artifact.json");
const NAME = "PlumblineLedger";

// cancun: the oldest rules that OpenZeppelin 5.7 compiles for (mcopy), and so the most chains.
// runs: deployed once per chain, called for years.
const settings = {
  evmVersion: "cancun",
  viaIR: true,
  optimizer: { enabled: true, runs: 100000 },
  metadata: { bytecodeHash: "ipfs" },
};

const sources = {};
const add = (path, content) => (sources[path] = { content });
const ours = readdirSync(join(here, "src")).filter((name) => name.endsWith(".sol"));
for (const name of ours) add(`src/${name}`, readFileSync(join(here, "src", name), "utf8"));
const findImport = (path) => {
  const content = readFileSync(join(here, "node_modules", path), "utf8");
  add(path, content);
  return { contents: content };
};

const input = {
  language: "Solidity",
  sources: { ...sources },
  settings: {
    ...settings,
    outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
for (const problem of output.errors ?? []) console.error(problem.formattedMessage);
// A warning fails the build too.
if (output.errors?.length) process.exit(1);

if (process.argv.includes("--input")) {
  const selection = {
    "*": ["abi", "devdoc", "evm.bytecode", "evm.deployedBytecode", "evm.methodIdentifiers", "metadata", "userdoc"],
    "": ["ast"],
  };
  const asked = { ...input, sources, settings: { ...settings, outputSelection: { "*": selection } } };
  console.log(JSON.stringify(asked));
  process.exit(0);
}

const built = output.contracts[`src/${NAME}.sol`][NAME];
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const artifact = {
  contract: NAME,
  compiler: { version: solc.version(), settings },
  sources: Object.fromEntries(Object.keys(sources).sort().map((path) => [path, sha256(sources[path].content)])),
  abi: built.abi,
  bytecode: `0x${built.evm.bytecode.object}`,
  deployedBytes: built.evm.deployedBytecode.object.length / 2,
};
const text = `${JSON.stringify(artifact, null, 1)}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(artifactPath, "utf8") !== text) {
    console.error("artifact.json is not what src/ compiles to; run: npm --prefix ledger/contracts run build");
    process.exit(1);
  }
  console.log(`${NAME}: the same bytecode, ${artifact.deployedBytes} bytes deployed`);
} else {
  writeFileSync(artifactPath, text);
}
