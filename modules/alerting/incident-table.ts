import type { RunbookSection } from "./runbook";

/** A reason to wake someone up. */
export interface IncidentFacts {
  readonly meaning: string;
  readonly runbook: RunbookSection;
}

/** Everything that pages, by name. An alarm belongs to one of them at most. */
export const INCIDENTS = {
  site: {
    meaning: "Learners cannot use the site, or a part of it.",
    runbook: "incident-site",
  },
  database: {
    meaning: "The database is about to refuse work: it runs out of connections or memory.",
    runbook: "incident-database",
  },
  sessions: {
    meaning: "The store of sessions is about to refuse writes: learners could not sign in any more.",
    runbook: "incident-sessions",
  },
  cluster: {
    meaning: "The cluster loses nodes, or has no room for pods.",
    runbook: "incident-cluster",
  },
} as const satisfies Record<string, IncidentFacts>;

/** Name of an incident. */
export type IncidentName = keyof typeof INCIDENTS;
