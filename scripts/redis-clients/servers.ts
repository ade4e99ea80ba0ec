import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LOGINS, type Login, STORE_USES, type StoreUse, storeUser } from "../../modules/foundation/store-uses";
import { Failure } from "../failure";
import { findExecutable } from "../process";

/** Stores, as a real Redis has them. */
export interface Servers {
  /** The port of each store. */
  readonly ports: Readonly<Record<StoreUse, number>>;
  /** Certificate of the authority that the servers' is from. */
  readonly ca: string;
  stop(): void;
}

export const USES = Object.keys(STORE_USES) as StoreUse[];

/** Secrets that a user of a store may log in with, by the way of the login. */
export type Secrets = Readonly<Record<Login, readonly string[]>>;

/**
 * Starts a Redis for each store, by TLS, with the users that ElastiCache would make of the synthesized access strings.
 * @throws Failure where there is no Redis 7 or OpenSSL in PATH
 */
export async function startServers(
  folder: string,
  prefix: string,
  accessStrings: Readonly<Record<StoreUse, string>>,
  secrets: Secrets,
): Promise<Servers> {
  const [server, openssl] = ["redis-server", "openssl"].map(programInPath);
  const ca = certificate(folder, openssl ?? "");
  const started: ChildProcess[] = [];
  const ports = {} as Record<StoreUse, number>;
  for (const use of USES) {
    ports[use] = await freePort();
    const users = LOGINS.map((login) => {
      const passwords = secrets[login].map((secret) => `>${secret}`).join(" ");
      return `user ${storeUser(prefix, use, login)} ${passwords} ${accessStrings[use]}`;
    });
    const lines = [
      ...[`port 0`, `tls-port ${ports[use]}`, `tls-cert-file ${ca}`, `tls-key-file ${join(folder, "key.pem")}`],
      ...[`tls-ca-cert-file ${ca}`, "tls-auth-clients no", 'save ""', "bind 127.0.0.1", `dir ${folder}`],
      ...Object.entries(STORE_USES[use].parameters).map(([name, value]) => `${name} ${value}`),
      ...["user default off -@all", ...users],
    ];
    const file = join(folder, `${use}.conf`);
    writeFileSync(file, lines.join("\n"));
    started.push(spawn(server ?? "", [file], { stdio: "ignore" }));
  }
  const stop = () => {
    for (const child of started) child.kill();
  };
  await sleep(500);
  if (started.some(({ exitCode }) => exitCode !== null)) {
    stop();
    throw new Failure(`redis-clients: Redis must start, got its end; try ${server} ${join(folder, "sessions.conf")}`);
  }
  return { ports, ca, stop };
}

function programInPath(name: string): string {
  const found = findExecutable(name, process.env);
  if (found === undefined) throw new Failure(`redis-clients: must have ${name} in PATH, got none; install it`);
  return found;
}

/** A certificate of localhost that is its own authority. */
function certificate(folder: string, openssl: string): string {
  const file = join(folder, "certificate.pem");
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    join(folder, "key.pem"),
  ];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"];
  execFileSync(openssl, ["req", "-x509", ...key, ...names, "-out", file], { stdio: "ignore" });
  return file;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
