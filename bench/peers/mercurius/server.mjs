// Starts api.mjs: in this process when its Node.js is new enough, else in the one of the lock file.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const OLDEST = 22;

if (Number.parseInt(process.versions.node, 10) >= OLDEST) {
  await import("./api.mjs");
} else {
  const require = createRequire(import.meta.url);
  const node = require.resolve(`node-${process.platform}-${process.arch}/bin/node`);
  const api = fileURLToPath(new URL("api.mjs", import.meta.url));
  // The fourth channel is how api.mjs notices when this process is gone.
  const child = spawn(node, [api], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
}
