import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { Failure } from "../../scripts/failure";
import { type AllowedFinding, findingProblems, type TrivyReport } from "./images/findings";
import { runCommand } from "./shared/command";

runCommand({
  name: "scan-findings",
  about: `Reads a report of Trivy (--format json) and fails for each HIGH or CRITICAL vulnerability or misconfiguration
and each secret in it. Only what no one has a fix for can be allowed, with a reason and for 90 days at most.`,
  options: {
    report: { value: "<file>", about: "The report." },
    allowed: { value: "<file>", default: "ci/allowed-findings.yaml", about: "The findings that are allowed." },
  },
  run: async ({ report, allowed }) => {
    const today = new Date().toISOString().slice(0, 10);
    const problems = findingProblems(readReport(report), readAllowed(allowed), today);
    if (problems.length > 0) {
      throw new Failure(
        `scan-findings: ${report} must have no open finding, got ${problems.length}:\n${problems.join("\n")}`,
      );
    }
    console.log(`${report}: no open finding`);
  },
});

/** A report that is not there, or is none, must not pass for one without findings. */
function readReport(file: string): TrivyReport {
  const refuse = (got: string) =>
    new Failure(`scan-findings: --report must be a JSON report of Trivy, got ${got}; run trivy first`);
  if (!existsSync(file)) throw refuse(`no file ${file}`);
  try {
    const report = JSON.parse(readFileSync(file, "utf8")) as TrivyReport & { readonly SchemaVersion?: number };
    if (report?.SchemaVersion === 2) return report;
  } catch {
    throw refuse(`no JSON in ${file}`);
  }
  throw refuse(`no SchemaVersion 2 in ${file}`);
}

function readAllowed(file: string): readonly AllowedFinding[] {
  if (!existsSync(file)) throw new Failure(`scan-findings: --allowed must be a file, got no ${file}; see --help`);
  return (parse(readFileSync(file, "utf8")) ?? []) as AllowedFinding[];
}
