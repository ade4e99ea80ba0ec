import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Presence } from "./cluster/addons";

/** What became of one root. */
export interface RootResult {
  readonly root: string;
  /** Why it is not applied here; absent when it was. */
  readonly notApplied?: string;
  readonly resources: number;
  /** Seconds per step, in the order in which the steps ran. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What each Helm release was here; absent for a root of AWS. */
  readonly releases?: Readonly<Record<string, Presence>>;
}

/** What became of one environment. */
export interface EnvironmentResult {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly ok: boolean;
  readonly error?: string;
  /** Where the kept local AWS listens. */
  readonly endpoint?: string;
  readonly seconds: number;
  /** The releases of the providers that ran, and why these; empty when no root was reached. */
  readonly providers: string;
  readonly roots: readonly RootResult[];
}

/** The results as a table: a row per root, a column per step; empty when no root was reached. */
export function summaryTable(results: readonly EnvironmentResult[]): string {
  const roots = results.flatMap((result) => result.roots);
  if (roots.length === 0) return "";
  const steps = [...new Set(roots.flatMap(({ seconds }) => Object.keys(seconds)))];
  const rows = roots.map(({ root, notApplied, resources, seconds }) => {
    if (notApplied !== undefined) return [root, `not applied here: ${notApplied}`];
    const total = Object.values(seconds).reduce((sum, value) => sum + value, 0);
    return [root, String(resources), ...steps.map((step) => seconds[step]?.toFixed(1) ?? ""), total.toFixed(1)];
  });
  const header = ["root", "resources", ...steps, "seconds"];
  const isCell = (row: readonly string[]) => row.length === header.length;
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.filter((row) => column === 0 || isCell(row)).map((row) => row[column]?.length ?? 0)),
  );
  const format = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 || !isCell(row) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [format(header), ...rows.map(format)].join("\n");
}

/** What each Helm release was on the clusters: a line a kind, with the releases that were it; empty without a cluster. */
export function releasesText(results: readonly EnvironmentResult[]): string {
  return results
    .flatMap((result) => result.roots)
    .flatMap(({ root, releases = {} }) =>
      (["real", "stand-in", "skipped"] as const).flatMap((presence) => {
        const names = Object.keys(releases).filter((name) => releases[name] === presence);
        return names.length === 0 ? [] : [`${root}  ${presence.padEnd(8)}  ${names.join(", ")}`];
      }),
    )
    .join("\n");
}

/** Writes the outputs of an environment's roots into its folder. @returns a line that names the file; none without outputs */
export function writeOutputs({ environment, roots }: EnvironmentResult, folder: string): readonly string[] {
  const outputs = roots.filter((root) => Object.keys(root.outputs).length > 0).map((root) => [root.root, root.outputs]);
  if (outputs.length === 0) return [];
  const file = join(folder, "outputs.json");
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(outputs), undefined, 2)}\n`);
  return [`The outputs of ${environment} are in ${relative(process.cwd(), file)}.`];
}

/** How to look around in a kept sandbox, and how to end it. */
export function keptText({ environment, region, endpoint }: EnvironmentResult): string {
  if (endpoint === undefined) return "";
  return [
    `The sandbox of ${environment} runs at ${endpoint}. Look around with the AWS CLI:`,
    `  export AWS_ENDPOINT_URL=${endpoint} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test`,
    `  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    "  aws ec2 describe-vpcs",
    `End it with: npm run sandbox -- ${environment} --destroy`,
  ].join("\n");
}
