import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENVIRONMENTS } from "../environments";
import { Failure, runProgram } from "../scripts/failure";
import { synthesizeEnvironment } from "../scripts/synth";
import { type FrontDoor, verdictRows, verdictTable } from ".";

const NAMES = ENVIRONMENTS.map(({ name }) => name);

const HELP = `npm run firewall [-- <environment>...]

Tries what people, systems and attackers send to an LMS on the way into each environment, as it is synthesized: the web ACL
before CloudFront, CloudFront's behaviors, the web ACL before the load balancer, and its listener. Prints each verdict, and
exits with 1 when one is not what firewall/requests expects. Our statements are evaluated as they stand; what AWS's own rules
match is an approximation by their documentation, in firewall/managed-rules.ts.

  <environment>   some of ${NAMES.join(", ")}; all by default
  --help          this text`;

void runProgram(async (signal) => {
  const names = process.argv.slice(2);
  if (names.includes("--help")) {
    console.log(HELP);
    return;
  }
  for (const name of names) {
    if (!NAMES.includes(name)) {
      throw new Failure(
        `firewall: must name known environments, got ${JSON.stringify(name)}; choose from ${NAMES.join(", ")}`,
      );
    }
  }
  let wrong = 0;
  for (const { name, edge } of ENVIRONMENTS.filter((each) => names.length === 0 || names.includes(each.name))) {
    if (edge.firewall === "none") {
      console.log(`${name}: has no firewall\n`);
      continue;
    }
    const rows = verdictRows(name, edge.firewall, await frontDoor(name, signal));
    console.log(`${verdictTable(name, rows)}\n`);
    wrong += rows.filter(({ expected, got }) => got !== expected).length;
  }
  if (wrong > 0) {
    throw new Failure(
      `firewall: every verdict must be the expected one, got ${wrong} others; mend the rule or the table`,
    );
  }
});

async function frontDoor(environment: string, signal: AbortSignal): Promise<FrontDoor> {
  const folder = mkdtempSync(join(tmpdir(), "lms-firewall-"));
  try {
    const { roots } = await synthesizeEnvironment(environment, folder, process.env, signal);
    const platform = roots.find(({ name }) => name === `${environment}-platform`);
    if (platform === undefined) throw new Failure(`${environment}: must have a root ${environment}-platform, got none`);
    return JSON.parse(readFileSync(join(platform.folder, "cdk.tf.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
