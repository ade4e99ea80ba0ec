import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENVIRONMENTS } from "../environments";
import { siteOf } from "../modules/foundation/names";
import type { StoreUse } from "../modules/foundation/store-uses";
import { Failure, runProgram } from "./failure";
import { CLIENT_PROGRAMS, type ClientProgram, missing } from "./redis-clients/clients";
import { problemsIn, type Result, type Row, rowsOf, type Try, tableOf, triesOf } from "./redis-clients/matrix";
import { startServers, USES } from "./redis-clients/servers";
import { readPlatform } from "./synth";

const HELP = `npm run redis-clients

Logs in to a real Redis with the clients of common LMS stacks, in every way that a store may take, and does with each what the
stack does. The users have the access strings that are synthesized for the first environment. What is not in PATH is left out,
and named. What only ElastiCache does is not tried: it checks an IAM token, where this Redis compares it as a password.`;

void runProgram(async (signal) => {
  if (process.argv.length > 2) {
    console.log(HELP);
    if (!process.argv.includes("--help")) throw new Failure("redis-clients: takes no arguments; see --help");
    return;
  }
  const [environment] = ENVIRONMENTS;
  if (environment === undefined) throw new Failure("redis-clients: must have an environment, got none");
  const site = siteOf(environment);
  const { secrets, tries } = triesOf(site);
  const folder = mkdtempSync(join(tmpdir(), "lms-redis-clients-"));
  const servers = await startServers(folder, site.prefix, await accessStrings(environment.name, signal), secrets);
  try {
    const rows: Row[] = [];
    for (const program of CLIENT_PROGRAMS) {
      const lacking = missing(program);
      if (lacking !== undefined) console.error(`${program.name}: is not tried, there is no ${lacking} in PATH`);
      else rows.push(...rowsOf(tries, await answersOf(program, tries, servers, signal)));
    }
    console.log(tableOf(rows));
    const problems = problemsIn(rows);
    if (problems.length > 0)
      throw new Failure(`redis-clients: each must do its work and no more:\n${problems.join("\n")}`);
  } finally {
    servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function accessStrings(environment: string, signal: AbortSignal): Promise<Record<StoreUse, string>> {
  const { resource } = JSON.parse(await readPlatform(environment, signal)) as {
    resource: { aws_elasticache_user: Record<string, { access_string: string }> };
  };
  const users = Object.entries(resource.aws_elasticache_user);
  const of = (use: StoreUse) => users.find(([name]) => name.startsWith(`redis_${use}_`))?.[1].access_string ?? "";
  return Object.fromEntries(USES.map((use) => [use, of(use)])) as Record<StoreUse, string>;
}

async function answersOf(
  program: ClientProgram,
  tries: readonly Try[],
  { ports, ca }: { readonly ports: Readonly<Record<StoreUse, number>>; readonly ca: string },
  signal: AbortSignal,
): Promise<{ readonly version: string; readonly results: readonly Result[] }> {
  const [command = "", ...args] = await program.command(signal);
  const input = JSON.stringify({ ca, tries: tries.map((each) => ({ ...each, port: ports[each.use] })) });
  const { stdout, stderr } = spawnSync(command, args, { input, encoding: "utf8", timeout: 120_000 });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Failure(`${program.name}: must print what it tried as JSON, got ${stdout}${stderr}`);
  }
}
