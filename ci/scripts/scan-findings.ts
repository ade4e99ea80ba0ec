import { parse } from "yaml";
import { Failure } from "../../scripts/failure";
import { type AllowedFinding, findingProblems, type TrivyReport } from "./images/findings";
import { runCommand } from "./shared/command";
import { textIn } from "./shared/files";

runCommand({
  name: "scan-findings",
  about: `Reads a report of Trivy (--format json) and fails for each HIGH or CRITICAL vulnerability or misconfiguration,
each of unknown severity, and each secret in it. Only what no one has a fix for can be allowed, with a reason and for 90 days
at most; a misconfiguration that is meant for good.`,
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

/** A report that is not there, is none, or has looked at nothing must not pass for one without findings. */
function readReport(file: string): TrivyReport {
  const refuse = (got: string, advice = "run trivy first") =>
    new Failure(`scan-findings: --report must be a JSON report of Trivy, got ${got}; ${advice}`);
  const text = textIn(file);
  if (text === undefined) throw refuse(`no file ${file}`);
  const report = parsed(text);
  if (report === undefined) throw refuse(`no JSON in ${file}`);
  if (report?.SchemaVersion !== 2) throw refuse(`no SchemaVersion 2 in ${file}`);
  if (Array.isArray(report.Results) && report.Results.length > 0) {
    if (report.Results.every(isResult)) return report;
    throw refuse(`one in ${file} whose results are none`, "run trivy again");
  }
  throw refuse(
    `one in ${file} that has looked at nothing`,
    "see whether Trivy was given the right folder or image, and knows its system",
  );
}

/** A result has lists of findings, or leaves them out. */
function isResult(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return false;
  const { Vulnerabilities, Misconfigurations, Secrets } = result as Readonly<Record<string, unknown>>;
  return [Vulnerabilities, Misconfigurations, Secrets].every(
    (list) => (list ?? undefined) === undefined || Array.isArray(list),
  );
}

function parsed(text: string): (TrivyReport & { readonly SchemaVersion?: number }) | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readAllowed(file: string): readonly AllowedFinding[] {
  const text = textIn(file);
  if (text === undefined) throw new Failure(`scan-findings: --allowed must be a file, got no ${file}; see --help`);
  const refuse = (got: string) =>
    new Failure(`${file}: must be a list of findings, got ${got}; see the top of ci/allowed-findings.yaml`);
  let list: unknown;
  try {
    list = parse(text) ?? [];
  } catch (error) {
    throw refuse((error as Error).message.split("\n")[0] ?? "no YAML");
  }
  if (!Array.isArray(list)) throw refuse(JSON.stringify(list));
  for (const entry of list as Partial<Record<keyof AllowedFinding, unknown>>[]) {
    const missing = (["id", "in", "reason", "until"] as const).filter((key) => typeof entry?.[key] !== "string");
    if (missing.length > 0) throw refuse(`one without ${missing.join(", ")} as text`);
  }
  return list as AllowedFinding[];
}
