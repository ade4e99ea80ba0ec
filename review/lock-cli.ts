import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { selectAccounts } from "../environments";
import { Failure, runProgram } from "../scripts/failure";
import { buildRoots } from "../stacks";
import { synthesize } from "../stacks/synthesize";
import { isLocked, writeLocks } from "./lock/lock";

const HELP = `npm run lock [-- <root>...]

Writes down what must stay: where data is retained, the addresses of what cannot be made again, and their arguments that AWS
cannot change; where it is disposable, those of what everything else stands in. A synth refuses what would lose one. Run it when something was added, or when a
synth has refused what is meant, and look at the difference in Git before you commit it.

  <root>   such as prod-platform; all by default`;

void runProgram(async () => {
  const names = process.argv.slice(2);
  if (names.includes("--help")) {
    console.log(HELP);
    return;
  }
  const outdir = mkdtempSync(join(tmpdir(), "lms-lock-"));
  try {
    const { roots, problems } = synthesize(() => buildRoots(selectAccounts(undefined)), outdir);
    if (problems.length > 0) throw new Failure(problems.join("\n"));
    const locked = roots.filter(isLocked);
    const unknown = names.filter((name) => !locked.includes(name));
    if (unknown.length > 0) {
      throw new Failure(
        `lock: must name roots that have a lock, got ${unknown.join(", ")}; choose from ${locked.join(", ")}`,
      );
    }
    const files = writeLocks({ outdir, roots: names.length > 0 ? names : locked });
    for (const file of files) console.log(relative(process.cwd(), file));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
