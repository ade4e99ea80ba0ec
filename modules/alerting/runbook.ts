/** The sections of docs/runbooks.md, in its order, by their anchors. */
export const RUNBOOK_SECTIONS = [
  "incident-site",
  "incident-database",
  "incident-sessions",
  "incident-cluster",
  "error-budget",
  "site-health",
  "distribution",
  "firewall",
  "certificates",
  "dnssec",
  "load-balancer",
  "targets",
  "nat-gateways",
  "nodes",
  "pods",
  "container-insights",
  "database-load",
  "database-connections",
  "database-memory",
  "database-replicas",
  "database-deadlocks",
  "redis-load",
  "redis-memory",
  "redis-replicas",
  "functions",
  "queues",
  "schedules",
  "backups",
  "replication",
  "alerts",
] as const;

/** The anchor of a section of docs/runbooks.md. */
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];

/** What an alarm tells whom it reaches: its meaning, and where to read on. */
export function description(meaning: string, runbook: RunbookSection): string {
  return `${meaning} Runbook: docs/runbooks.md#${runbook}`;
}
