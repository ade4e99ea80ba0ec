/** The parts of a Trivy report (`--format json`) that decide. @see https://trivy.dev/latest/docs/configuration/reporting/ */
export interface TrivyReport {
  readonly Results?: readonly {
    readonly Target: string;
    readonly Vulnerabilities?: readonly {
      readonly VulnerabilityID: string;
      readonly PkgName: string;
      readonly InstalledVersion: string;
      readonly FixedVersion?: string;
      readonly Severity: string;
    }[];
    readonly Misconfigurations?: readonly {
      readonly ID: string;
      readonly Title: string;
      readonly Severity: string;
      readonly Status: string;
      readonly CauseMetadata?: { readonly Resource?: string };
    }[];
    readonly Secrets?: readonly { readonly RuleID: string; readonly StartLine: number; readonly Severity: string }[];
  }[];
}

/** A finding that is accepted for a while, and why. */
export interface AllowedFinding {
  /** Trivy's id, such as `CVE-2026-12345` or `AVD-AWS-0104`. */
  readonly id: string;
  /** The package, the resource's address or the file, exactly as the report has it. */
  readonly in: string;
  readonly reason: string;
  /** The last day that it holds, `YYYY-MM-DD`; `always` for a misconfiguration that is meant. */
  readonly until: string;
}

interface Finding {
  readonly id: string;
  readonly in: string;
  readonly text: string;
  /** A finding that someone else must fix first can be allowed; one with a fix, and a secret, cannot. */
  readonly allowable: boolean;
}

/** Whose severity no one has judged yet may be any. */
const SERIOUS: readonly string[] = ["HIGH", "CRITICAL", "UNKNOWN"];
const ALWAYS = "always";
/** Ids of vulnerabilities, for which a fix may come. */
const VULNERABILITY = /^(CVE|GHSA|TEMP|DLA|DSA|GO|PYSEC|RUSTSEC)-/;
const MAX_ALLOWED_DAYS = 90;
const DAY = 86_400_000;

/**
 * The serious findings of a report that stand in the way, and what is wrong with the list of the allowed ones.
 * @param today as `YYYY-MM-DD`
 * @returns one line each, `[]` when nothing does
 */
export function findingProblems(report: TrivyReport, allowed: readonly AllowedFinding[], today: string): string[] {
  return [
    ...allowed.flatMap((entry) => allowedProblems(entry, today)),
    ...findingsOf(report)
      .filter((finding) => !(finding.allowable && allowed.some((entry) => covers(entry, finding, today))))
      .map(({ id, in: place, text }) => `${id} in ${place}: ${text}`),
  ];
}

function covers(entry: AllowedFinding, { id, in: place }: Finding, today: string): boolean {
  return entry.id === id && entry.in === place && (entry.until === ALWAYS || entry.until >= today);
}

function allowedProblems({ id, in: place, reason, until }: AllowedFinding, today: string): string[] {
  const where = `allowed ${id} in ${place}`;
  const problems: string[] = [];
  if (!reason) problems.push(`${where}: must have a reason, got none; say why it does no harm`);
  if (until === ALWAYS && !VULNERABILITY.test(id)) return problems;
  const days = (Date.parse(until) - Date.parse(today)) / DAY;
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(days) || days > MAX_ALLOWED_DAYS) {
    problems.push(
      `${where}: until must be a day within ${MAX_ALLOWED_DAYS} days, got ${JSON.stringify(until)}; look at it again by then`,
    );
  }
  return problems;
}

function findingsOf({ Results = [] }: TrivyReport): Finding[] {
  return Results.flatMap((result) => [
    ...(result.Vulnerabilities ?? []).filter(isSerious).map((found) => ({
      id: found.VulnerabilityID,
      in: found.PkgName,
      text: found.FixedVersion
        ? `${found.Severity}, fixed in ${found.FixedVersion}; update from ${found.InstalledVersion}`
        : `${found.Severity}, no fix yet for ${found.InstalledVersion}; allow it for a while, or remove the package`,
      allowable: !found.FixedVersion,
    })),
    ...(result.Misconfigurations ?? [])
      .filter(({ Status }) => Status === "FAIL")
      .filter(isSerious)
      .map((found) => ({
        id: found.ID,
        in: found.CauseMetadata?.Resource || result.Target,
        text: `${found.Severity}, ${found.Title}; correct it, or allow it for a while`,
        allowable: true,
      })),
    ...(result.Secrets ?? []).map((found) => ({
      id: found.RuleID,
      in: result.Target,
      text: `a secret in line ${found.StartLine}; remove it, and make it worthless`,
      allowable: false,
    })),
  ]);
}

function isSerious({ Severity }: { readonly Severity: string }): boolean {
  return SERIOUS.includes(Severity);
}
