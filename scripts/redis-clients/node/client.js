// @ts-check
// Node's ways with Redis, ioredis and node-redis: reads tries from stdin, and prints what became of each.
const { readFileSync } = require("node:fs");

const [library] = process.argv.slice(2);
const job = JSON.parse(readFileSync(0, "utf8"));
const tls = { ca: readFileSync(job.ca), servername: "localhost" };

/** @param {() => Promise<boolean>} action */
async function tried(action) {
  try {
    return (await action()) ? "ok" : "failed";
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    if (message.includes("NOPERM")) return "refused";
    return /WRONGPASS|NOAUTH/.test(message) ? "not let in" : message;
  }
}

const RELEASE = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';

/** A connection by ioredis; `send` gives a command as it is. */
async function ioredis({ port, user, password }) {
  const Redis = require("ioredis");
  const options = { host: "localhost", port, username: user, password, tls, lazyConnect: true, retryStrategy: null };
  const open = async () => {
    const client = new Redis(options);
    let said;
    client.on("error", (error) => {
      said ??= error;
    });
    await client.connect().catch((error) => {
      throw said ?? error;
    });
    return client;
  };
  const client = await open();
  return {
    send: (...command) => client.call(...command),
    transaction: async () =>
      (await client.multi().incr("count:node").hset("hash:node", "f", "v").exec()).every(([e]) => !e),
    listen: async () => {
      const listener = await open();
      const heard = new Promise((resolve) => listener.on("message", (_channel, message) => resolve(message)));
      await listener.subscribe("channel:node");
      await client.publish("channel:node", "news");
      const news = await heard;
      listener.disconnect();
      return news === "news";
    },
    end: () => client.disconnect(),
  };
}

/** A connection by node-redis. */
async function nodeRedis({ port, user, password }) {
  const { createClient } = require("redis");
  const socket = { host: "localhost", port, tls: true, ...tls, reconnectStrategy: false };
  const open = (client) => client.on("error", () => {}).connect();
  const client = await open(createClient({ username: user, password, socket }));
  return {
    send: (...command) => client.sendCommand(command.map(String)),
    transaction: async () => (await client.multi().incr("count:node").hSet("hash:node", "f", "v").exec()).length === 2,
    listen: async () => {
      const listener = await open(client.duplicate());
      const heard = new Promise(
        (resolve) =>
          void listener.subscribe("channel:node", resolve).then(() => client.publish("channel:node", "news")),
      );
      const news = await heard;
      listener.destroy();
      return news === "news";
    },
    end: () => client.destroy(),
  };
}

/** What became of commands that endanger a store, each result once. */
async function dangerous(send) {
  const found = new Set();
  for (const command of [["FLUSHALL"], ["KEYS", "*"], ["CONFIG", "GET", "*"]]) {
    found.add(await tried(async () => (await send(...command)) !== undefined));
  }
  return [...found].join(" ");
}

async function results() {
  const found = [];
  for (const each of job.tries) {
    let client;
    const login = await tried(async () => {
      client = await (library === "ioredis" ? ioredis(each) : nodeRedis(each));
      return (await client.send("PING")) === "PONG";
    });
    if (client === undefined || login !== "ok") {
      found.push({ login });
      continue;
    }
    const { send, transaction, listen, end } = client;
    found.push({
      login,
      session: await tried(async () => {
        await send("SET", "session:node", "learner", "EX", 60);
        const read = await send("GET", "session:node");
        await send("EXPIRE", "session:node", 120);
        return (
          read === "learner" &&
          Number(await send("TTL", "session:node")) > 60 &&
          Number(await send("DEL", "session:node")) === 1
        );
      }),
      lock: await tried(async () => {
        await send("SET", "lock:node", "me", "NX", "PX", 3000);
        return Number(await send("EVAL", RELEASE, 1, "lock:node", "me")) === 1;
      }),
      transaction: await tried(transaction),
      scan: await tried(
        async () => (await send("SCAN", 0, "MATCH", "count:node", "COUNT", 1000))[1][0] === "count:node",
      ),
      listen: await tried(listen),
      empty: await tried(async () => (await send("FLUSHDB")) === "OK"),
      dangerous: await dangerous(send),
    });
    end();
  }
  return found;
}

const name = library === "ioredis" ? "ioredis" : "node-redis";
const { version } = require(`${library}/package.json`);
results().then((found) => console.log(JSON.stringify({ version: `${name} ${version}`, results: found })));
