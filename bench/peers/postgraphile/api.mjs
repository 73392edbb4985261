import "./environment.mjs";

import { createServer } from "node:http";

import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";

import { pool, preset } from "./preset.mjs";

const graphile = postgraphile(preset);
const serv = graphile.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
await serv.ready();
server.listen(Number(process.env.PORT), "127.0.0.1");

let stopping = false;

/** Finishes what runs, gives the connections back and ends the process. */
async function stop() {
  if (stopping) return;
  stopping = true;
  server.close();
  server.closeIdleConnections();
  await graphile.release();
  await pool.end();
  process.exit(0);
}

process.on("SIGINT", stop);
process.on("SIGTERM", stop);
process.on("disconnect", stop);
