import { type ClusterNetwork, type NamedEnd, OURS } from "./ends";
import type { Port } from "./policies";
import { MUST, type Row, TRIED } from "./table";

/** Whether the connections of a row are let through: `none` where there are none to try. */
export type Verdict = "yes" | "no" | "some" | "none";

/** A connection that was tried. */
interface Connection {
  readonly from: NamedEnd;
  readonly to: NamedEnd;
  readonly port: Port;
}

/** What the connections of a row come to. */
export function verdictOf(row: Row, { ends, policies }: ClusterNetwork): Verdict {
  const tried = connections(ends)
    .filter((one) => isOf(row, one))
    .map(({ from, to, port }) => policies.connects(from, to, port));
  if (tried.length === 0) return "none";
  return tried.every((open) => open === tried[0]) ? (tried[0] ? "yes" : "no") : "some";
}

/**
 * Tries every connection that begins or ends at a pod of ours, on each port of `TRIED`: those of `MUST` have to be let through, and
 * no others.
 * @returns a line each that is not as it must be
 */
export function networkProblems(environment: string, { ends, policies }: ClusterNetwork): string[] {
  return connections(ends).flatMap(({ from, to, port }) => {
    const must = MUST.some((row) => isOf(row, { from, to, port }));
    if (policies.connects(from, to, port) === must) return [];
    const what = must ? "must reach" : "must not reach";
    return [`${environment}: ${from.name} ${what} ${to.name} on port ${port.number} (${port.protocol})`];
  });
}

function connections(ends: readonly NamedEnd[]): Connection[] {
  const isOurs = ({ kind }: NamedEnd) => (OURS as readonly string[]).includes(kind);
  return ends.flatMap((from) =>
    ends
      .filter((to) => from !== to && (isOurs(from) || isOurs(to)))
      .flatMap((to) => TRIED.map((port) => ({ from, to, port }))),
  );
}

function isOf({ from: sources, to: targets, ports, where }: Row, { from, to, port }: Connection): boolean {
  const isMeant = sources.includes(from.kind) && targets.includes(to.kind) && ports.have(port);
  return isMeant && (where === undefined || where[1](from, to, port));
}
