import type { DatabaseContract } from "../../scripts/contract/platform-contract";

/** Service of an environment that uses the database. */
export interface DatabaseUser {
  readonly service: string;
  /** Pods at the autoscaler's maximum. */
  readonly maxPods: number;
}

/** Pods that a release adds for a while, as a share; see the chart's `maxSurge`. */
const SURGE = 0.25;

/** Share of an instance's connections that pools may take: people, jobs and AWS need some, too. */
const SHARE = 0.8;

/**
 * Checks that the pools of all pods fit into one instance: at the most pods, during a release, when the readers are gone
 * and their endpoint leads to the writer, which then has both pools of every pod.
 * @param maxConnections of an instance
 * @returns the problem, as `replicas <rule>, got <value>; <what to do>`, or `[]`
 */
export function connectionProblems(
  users: readonly DatabaseUser[],
  { poolSize }: Pick<DatabaseContract, "poolSize">,
  maxConnections: number,
): string[] {
  const pods = users.reduce((sum, { maxPods }) => sum + maxPods + Math.ceil(maxPods * SURGE), 0);
  const connections = pods * poolSize * 2;
  const room = Math.floor(maxConnections * SHARE);
  if (connections <= room) return [];
  const most = users.toSorted((one, other) => other.maxPods - one.maxPods)[0];
  return [
    `replicas must leave room for all pools in one instance of the database, ${room} connections, got ${connections} of ` +
      `${pods} pods; lower replicas.max, of ${most?.service} first, or choose a larger instance`,
  ];
}
