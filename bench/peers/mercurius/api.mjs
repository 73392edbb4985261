import Fastify from "fastify";
import mercurius from "mercurius";

import { pool, resolvers } from "./resolvers.mjs";
import { schema } from "./schema.mjs";

const app = Fastify({ logger: false, forceCloseConnections: "idle" });
app.register(mercurius, { schema, resolvers, jit: 1, cache: true, graphiql: false });
app.addHook("onClose", () => pool.end());
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });

let stopping = false;

/** Finishes what runs, gives the connections back and ends the process. */
async function stop() {
  if (stopping) return;
  stopping = true;
  await app.close();
  process.exit(0);
}

process.on("SIGINT", stop);
process.on("SIGTERM", stop);
process.on("disconnect", stop);
