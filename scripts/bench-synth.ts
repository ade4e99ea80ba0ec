import { dev } from "../environments/dev";
import type { Environment } from "../environments/environment";
import { prod } from "../environments/prod";
import { shared } from "../environments/shared";
import { staging } from "../environments/staging";
import { validateEnvironments } from "../environments/validate";
import { buildRoots } from "../stacks";
import { synthesize } from "../stacks/synthesize";

// Synthesizes as many environments as the first argument says into the folder of the second, for bench.ts.
// They are copies of dev, staging and prod in turn, with names, accounts and addresses of their own.
const [count = "1", outdir] = process.argv.slice(2);
const patterns: readonly Environment[] = [dev, staging, prod];
const environments = Array.from({ length: Number(count) }, (_, index): Environment => {
  const pattern = patterns[index % patterns.length] ?? dev;
  return {
    ...pattern,
    name: `bench${index}`,
    account: String(index).padStart(12, "0"),
    stateBucket: `lms-bench-${index}`,
    edge: { ...pattern.edge, domain: `bench${index}.example.com`, zone: { kind: "looked-up", name: "example.com" } },
    network: { ...pattern.network, cidr: `10.${index}.0.0/16` },
    recovery: pattern.recovery === "none" ? "none" : { ...pattern.recovery, cidr: `10.${128 + index}.0.0/16` },
  };
});
const { roots, problems } = synthesize(() => buildRoots({ shared: "none", environments }), outdir);
const invalid = [...validateEnvironments(environments, shared), ...problems];
if (invalid.length > 0) throw new Error(invalid.join("\n"));
if (roots.length !== 3 * environments.length) throw new Error(`${roots.length} roots`);
