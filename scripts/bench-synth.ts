import { dev } from "../environments/dev";
import type { Environment } from "../environments/environment";
import { prod } from "../environments/prod";
import { shared } from "../environments/shared";
import { staging } from "../environments/staging";
import { validateEnvironments } from "../environments/validate";
import { buildRoots } from "../stacks";
import { synthesize } from "../stacks/synthesize";

// Synthesizes as many environments as the first argument says into the folder of the second, for bench.ts.
// They are copies of dev, staging and prod in turn, with names, accounts, identities and addresses of their own.
const [count = "1", outdir] = process.argv.slice(2);
type Pipeline = Environment["access"]["deployer"];
const patterns: readonly Environment[] = [dev, staging, prod];
const environments = Array.from({ length: Number(count) }, (_, index): Environment => {
  const pattern = patterns[index % patterns.length] ?? dev;
  const { deployer, planner } = pattern.access;
  return {
    ...pattern,
    name: `bench${index}`,
    account: String(index).padStart(12, "0"),
    stateBucket: `lms-bench-${index}`,
    edge: { ...pattern.edge, domain: `bench${index}.example.com`, zone: { kind: "looked-up", name: "example.com" } },
    access: { ...pattern.access, deployer: withId(deployer, index), planner: withId(planner, 1000 + index) },
    network: { ...pattern.network, cidr: `10.${index}.0.0/16` },
    recovery: pattern.recovery === "none" ? "none" : { ...pattern.recovery, cidr: `10.${128 + index}.0.0/16` },
  };
});
/** A pipeline with an external id of its own. */
function withId(pipeline: Pipeline, id: number): Pipeline {
  return pipeline !== "none" && pipeline.kind === "external-id" ? { ...pipeline, externalId: `bench-${id}` } : pipeline;
}

const { roots, problems } = synthesize(() => buildRoots({ shared: "none", environments }), outdir);
const invalid = [...validateEnvironments(environments, shared), ...problems];
if (invalid.length > 0) throw new Error(invalid.join("\n"));
if (roots.length !== 3 * environments.length) throw new Error(`${roots.length} roots`);
