import { type FrontDoor, verdictOn } from "./front-door";
import type { FirewallSettings, Verdict } from "./request";
import { requestsFor } from "./requests";

/** Verdict that a request got in an environment, and the one that it must get. */
export interface VerdictRow {
  readonly group: string;
  readonly request: string;
  readonly environment: string;
  readonly expected: Verdict;
  readonly got: Verdict;
}

/** Tries the requests on the way into an environment, whose firewall has these settings. */
export function verdictRows(environment: string, firewall: FirewallSettings, frontDoor: FrontDoor): VerdictRow[] {
  return requestsFor(firewall).flatMap(({ name: group, requests }) =>
    requests.map(({ name, request, expected }) => ({
      group,
      request: name,
      environment,
      expected: expected[firewall.mode],
      got: verdictOn(frontDoor, request),
    })),
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
