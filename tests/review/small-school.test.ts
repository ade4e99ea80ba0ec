import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { small } from "../../environments/small";
import { capacityProblems, releasesOf } from "../../review/capacity/capacity";
import { serviceSizes } from "../../review/capacity/service-workloads";
import { environmentLedger } from "../../review/cost/budget";
import { PROJECT } from "../../scripts/synth";
import { buildRoots } from "../../stacks";
import { synthesize } from "../../stacks/synthesize";

function synthesized(): string {
  const folder = mkdtempSync(join(tmpdir(), "lms-synth-"));
  const { outdir, problems } = synthesize(() => buildRoots({ shared: "none", environments: [small] }), folder);
  expect(problems).toEqual([]);
  return outdir;
}

it("the profile of a small school costs what README says, is within its budget and has room for its pods", () => {
  const outdir = synthesized();
  const { lines, minimum } = environmentLedger(small.name, { outdir });
  const least = (...parts: readonly string[]) =>
    lines.filter(({ part }) => parts.includes(part)).reduce((sum, line) => sum + line.minimum, 0);
  const readme = readFileSync(join(PROJECT, "README.md"), "utf8").replace(/\s+/g, " ");
  expect(readme).toContain(`from ${Math.round(minimum)} US dollars a month by list prices`);
  expect(readme).toContain(`of which ${Math.round(least("cluster", "nodes"))} are EKS and two nodes`);
  expect(minimum).toBeLessThanOrEqual(small.monitoring.budget.monthlyUsd);

  const addons = JSON.parse(readFileSync(join(outdir, "stacks", "small-addons", "cdk.tf.json"), "utf8"));
  // A new environment takes its services from the first one.
  const load = { releases: releasesOf(addons), services: serviceSizes(PROJECT, "dev") };
  expect(capacityProblems(small, load)).toEqual([]);
});
