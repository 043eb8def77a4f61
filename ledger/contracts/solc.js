#!/usr/bin/env node
// npm's compiler behind the two options of the native one that slither uses: --version and
// --standard-json. All sources are in its input, so imports are never looked up.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const solc = createRequire(import.meta.url)("solc");
if (process.argv.includes("--version")) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
  process.stdout.write(solc.compile(readFileSync(0, "utf8")));
}
