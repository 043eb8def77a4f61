// Uploads files with tus-js-client as a phone with a bad network would.
// node tus_js_upload.cjs ENDPOINT TOKEN PARTICIPANT FILE... ; prints {file: address} as JSON.
const fs = require("node:fs");
const path = require("node:path");
const tus = require("tus-js-client");

const [endpoint, token, participant, ...files] = process.argv.slice(2);
const IN_PARALLEL = 3;

function upload(file) {
  return new Promise((resolve, reject) => {
    const one = new tus.Upload(fs.createReadStream(file), {
      endpoint,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { filename: path.basename(file), participant },
      uploadSize: fs.statSync(file).size,
      chunkSize: 2 ** 21,
      retryDelays: [0, 50, 100, 200, 500, ...Array(60).fill(1000)],
      onError: reject,
      onSuccess: () => resolve(one.url),
    });
    one.start();
  });
}

async function main() {
  const queue = [...files];
  const addresses = {};
  const worker = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) addresses[file] = await upload(file);
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, worker));
  process.stdout.write(JSON.stringify(addresses));
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
