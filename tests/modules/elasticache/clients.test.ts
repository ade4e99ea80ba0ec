import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findExecutable } from "../../../scripts/process";
import { temporaryFolder } from "../../sandbox/support";
import { root, small } from "./fixture";

const SERVER = findExecutable("redis-server", process.env);
const CLI = findExecutable("redis-cli", process.env);

/** Commands that clients gave, as MONITOR showed them; those of lettuce and of listeners are from their documentation. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  "redis-py 8, Django's cache and sessions": [
    "SET k v EX 60",
    "GET k",
    "MGET k l",
    "MSET k v",
    "DEL k",
    "EXISTS k",
    "EXPIRE k 60",
    "PEXPIRE k 60",
    "INCRBY k 1",
    "TTL k",
    "SCAN 0 MATCH k*",
    "MULTI",
    "EXEC",
  ],
  "django-redis 7, with locks": ["EVALSHA a 1 k", "SCRIPT LOAD x", "SET k v NX PX 3000"],
  "phpredis 5, sessions of PHP and Moodle with locks": [
    "SETEX k 60 v",
    "HSET k f v",
    "HMGET k f",
    "HGETALL k",
    "UNLINK k",
    "SET k v NX EX 60",
    "INFO server",
    "EVAL x 1 k",
    "PING",
  ],
  "ioredis 6": ["INFO", "EVALSHA a 1 k", "INCR k", "CLIENT SETNAME a"],
  "connect-redis 9 with node-redis 6": ["CLIENT SETNAME a", "SCAN 0 MATCH sess:*", "DEL k"],
  "lettuce 6, which knows replicas": ["ROLE", "CLIENT SETNAME a", "PING"],
  "Spring Session and others that listen": ["SUBSCRIBE c", "PSUBSCRIBE c*", "PUBLISH c m", "SADD k m", "SREM k m"],
};

/** Commands that no service may give to any store. */
const DANGEROUS = [
  "FLUSHALL",
  "KEYS *",
  "CONFIG GET *",
  "CONFIG SET maxmemory 1",
  "DEBUG SLEEP 1",
  "SHUTDOWN",
  "ACL LIST",
  "MONITOR",
  "CLIENT LIST",
  "CLIENT KILL ID 1",
  "REPLICAOF NO ONE",
  "SAVE",
  "SWAPDB 0 1",
  "MIGRATE h 1 k 0 1",
  "RESTORE k 0 x",
  "MODULE LIST",
  "SORT k",
];

if (SERVER === undefined || CLI === undefined) {
  console.warn("tests/modules/elasticache/clients.test.ts: no Redis was asked, there is no redis-server 7 in PATH");
}

describe.runIf(SERVER !== undefined && CLI !== undefined)("a real Redis with the users of the stores", () => {
  const socket = join(temporaryFolder(), "redis.sock");
  let server: ChildProcess;
  const ask = (...args: readonly string[]) =>
    execFileSync(CLI ?? "", ["-s", socket, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  /** What Redis would say to a command of a store's user. */
  const tried = (use: string, command: string) => ask("ACL", "DRYRUN", `lms-test-${use}`, ...command.split(" "));

  beforeAll(async () => {
    server = spawn(SERVER ?? "", ["--port", "0", "--unixsocket", socket, "--save", ""], { stdio: "ignore" });
    const users = Object.values(root(small).resources("aws_elasticache_user"));
    await vi.waitFor(() => ask("PING"), { timeout: 60_000, interval: 200 });
    for (const { user_name, access_string } of users) {
      // The one without rights is the user of those who do not log in; here that one has to ask for the others.
      if (user_name !== "default")
        ask("ACL", "SETUSER", String(user_name), "reset", ...String(access_string).split(" "));
    }
  });

  afterAll(() => {
    server?.kill();
  });

  it.each(Object.keys(CLIENTS))("lets %s do what they do", (client) => {
    for (const use of ["sessions", "cache"]) {
      for (const command of CLIENTS[client] ?? [])
        expect([use, command, tried(use, command)]).toEqual([use, command, "OK"]);
    }
  });

  it("refuses what endangers a store", () => {
    for (const use of ["sessions", "cache"]) {
      for (const command of DANGEROUS) {
        expect([use, command, tried(use, command)]).toEqual([
          use,
          command,
          expect.stringContaining("has no permissions"),
        ]);
      }
    }
  });

  it("keeps a cache in the sessions' store to keys of its own", () => {
    const user = root({ ...small, cache: "with-sessions" }).resources("aws_elasticache_user").redis_cache_user;
    ask("ACL", "SETUSER", "guest", "reset", ...String(user?.access_string).split(" "));
    const asGuest = (command: string) => ask("ACL", "DRYRUN", "guest", ...command.split(" "));
    for (const command of ["SET cache:k v EX 60", "GET cache:k", "DEL cache:k", "PUBLISH cache:c m", "INFO", "ROLE"]) {
      expect([command, asGuest(command)]).toEqual([command, "OK"]);
    }
    for (const command of ["GET sess:k", "SCAN 0", "RANDOMKEY", "FLUSHDB", "PUBLISH c m", "COPY sess:k cache:k"]) {
      expect([command, asGuest(command)]).toEqual([command, expect.stringContaining("has no permissions")]);
    }
  });

  it("lets the cache be emptied, as Django and Rails do, and never the sessions", () => {
    expect(tried("cache", "FLUSHDB")).toBe("OK");
    expect(tried("sessions", "FLUSHDB")).toContain("has no permissions to run the 'flushdb' command");
  });
});
