import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import { PROJECT } from "../../scripts/synth";

/** Where the API of a cluster will be, and by what it is known. */
export interface ClusterAddress {
  readonly port: number;
  /** Files of its certificate and its key. */
  readonly certificate: string;
  readonly key: string;
}

const SCRIPT = join(PROJECT, "sandbox", "cluster", "certificate.py");

/**
 * Chooses the address of an API server before it runs, as EKS tells it when a cluster is created.
 * @param python that of moto, which brings what certificates are made with
 * @param folder where certificate and key go
 */
export async function reserveAddress(python: string, folder: string, signal: AbortSignal): Promise<ClusterAddress> {
  mkdirSync(folder, { recursive: true });
  const [certificate, key] = [join(folder, "apiserver.crt"), join(folder, "apiserver.key")];
  const args = [SCRIPT, certificate, key];
  const { exitCode, stderr } = await run({ command: python, args, env: process.env, signal, graceMs: 0 });
  if (exitCode !== 0) throw new Failure(`cluster: its certificate must be made, got ${stderr.split("\n").at(-1)}`);
  const [port = 0] = await freePorts(1);
  return { port, certificate, key };
}

/** The URL of an API. */
export function urlOf({ port }: Pick<ClusterAddress, "port">): string {
  return `https://127.0.0.1:${port}`;
}

/** Has the EKS of a local AWS tell it of a cluster that will be created. */
export async function announce(
  endpoint: string,
  { region, name }: { readonly region: string; readonly name: string },
  address: ClusterAddress,
): Promise<void> {
  const body = { region, name, endpoint: urlOf(address), certificate: readFileSync(address.certificate, "base64") };
  const { ok, status } = await fetch(`${endpoint}/gateway-api/cluster-addresses`, {
    method: "POST",
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  if (!ok) throw new Failure(`cluster: its address must be taken by ${endpoint}, got ${status}`);
}

/** Ports of this machine that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
