import { type FrontDoor, verdictOn } from "./front-door";
import type { RequestGroup, Verdict } from "./request";

/** Verdict that a request got in an environment, and the one that it must get. */
export interface VerdictRow {
  readonly group: string;
  readonly request: string;
  readonly environment: string;
  readonly expected: Verdict;
  readonly got: Verdict;
}

/** Tries requests on the way into each environment; one that expects nothing of an environment has no row for it. */
export function verdictRows(
  groups: readonly RequestGroup[],
  environments: Readonly<Record<string, FrontDoor>>,
): VerdictRow[] {
  return Object.entries(environments).flatMap(([environment, frontDoor]) =>
    groups.flatMap(({ name: group, requests }) =>
      requests.flatMap(({ name, request, expected: byEnvironment }) => {
        const expected = byEnvironment[environment];
        if (expected === undefined) return [];
        return [{ group, request: name, environment, expected, got: verdictOn(frontDoor, request) }];
      }),
    ),
  );
}

/** Table of an environment's rows as text, and below a request whose verdict is wrong the one that it must get. */
export function verdictTable(environment: string, rows: readonly VerdictRow[]): string {
  const own = rows.filter((row) => row.environment === environment);
  const width = Math.max(...own.map(({ request }) => request.length));
  const groups = [...new Set(own.map(({ group }) => group))];
  return [
    `${environment}: ${own.length} requests`,
    ...groups.flatMap((group) => [
      "",
      `  ${group}`,
      ...own
        .filter((row) => row.group === group)
        .flatMap(({ request, expected, got }) => [
          `    ${request.padEnd(width)}  ${got}`,
          ...(got === expected ? [] : [`    ${"".padEnd(width)}  WRONG: must be "${expected}"`]),
        ]),
    ]),
  ].join("\n");
}
