import { join } from "node:path";
import { type RootBuilder, type Synthesis, synthesize, type WholeCheck } from "./synthesize";

/** `synthesize` for a program: prints what was written, or what is wrong as one list, and then sets the exit code. */
export function synthesizeOrReport(builders: () => readonly RootBuilder[], check?: WholeCheck): Synthesis {
  const synthesis = synthesize(builders, undefined, check);
  const { outdir, roots, problems, warnings } = synthesis;
  for (const warning of warnings) console.error(`warning: ${warning}`);
  if (problems.length === 0) {
    const count = `${roots.length} root${roots.length === 1 ? "" : "s"}`;
    console.log(`Synthesized ${count} into ${join(outdir, "stacks")} in ${process.uptime().toFixed(1)} s:`);
    console.log(`  ${roots.join(" ")}`);
    return synthesis;
  }
  console.error(`The platform was not synthesized: ${problems.length} problem${problems.length === 1 ? "" : "s"}.`);
  for (const problem of problems) console.error(`  - ${problem}`);
  process.exitCode = 1;
  return synthesis;
}
