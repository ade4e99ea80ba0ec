import type { Signal } from "../foundation/metrics";

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
  "prometheus",
  "database-load",
  "database-connections",
  "database-memory",
  "database-replicas",
  "database-deadlocks",
  "redis-load",
  "redis-memory",
  "redis-replicas",
  "functions",
  "videos",
  "queues",
  "schedules",
  "backups",
  "replication",
  "alerts",
] as const;

/** The anchor of a section of docs/runbooks.md. */
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];

/** File of the runbooks in the repository. */
export const RUNBOOKS = "docs/runbooks.md";

/** Description of an alarm: its meaning, and the section of the runbook; `RunbookLinks` makes a link of it. */
export function description(meaning: string, runbook: RunbookSection): string {
  return `${meaning} Runbook: ${RUNBOOKS}#${runbook}`;
}

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
    meaning: "The database has failed over or failed, or is about to refuse work for want of connections or memory.",
    runbook: "incident-database",
  },
  sessions: {
    meaning: "The session store is about to refuse writes: learners will no longer be able to sign in.",
    runbook: "incident-sessions",
  },
  cluster: {
    meaning: "The cluster loses nodes, has no room for pods, or a service has none: a part of the site is down.",
    runbook: "incident-cluster",
  },
} as const satisfies Record<string, IncidentFacts>;

/** Name of an incident. */
export type IncidentName = keyof typeof INCIDENTS;

/** Definition of an alarm: signal, threshold, meaning and runbook. */
export interface AlarmSpec {
  /** What it means to learners, or to the team where they notice nothing. */
  readonly meaning: string;
  /** Where docs/runbooks.md says what to do. */
  readonly runbook: RunbookSection;
  readonly signal: Signal;
  /** The values that the signal can have. */
  readonly range: Range;
  readonly threshold: Threshold;
  readonly window: Window;
  readonly missingData: MissingData;
  /** What pages someone when the alarm is raised; with `none` only its own topic hears of it. */
  readonly incident: "none" | IncidentName;
}

/** The alarms of one kind of resource by name: all of `Required`, and of `Optional` those that make sense for it. */
export type AlarmTable<Required extends string, Optional extends string = never> = Readonly<
  Record<Required, AlarmSpec> & Partial<Record<Optional, AlarmSpec>>
>;

/** The unit of a signal, and the least and the greatest value that it can have. */
export interface Range {
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

export const PERCENT: Range = { unit: "percent", least: 0, most: 100 };

/** A range from 0 on, without an end. */
export function countOf(unit: string): Range {
  return { unit, least: 0, most: Number.POSITIVE_INFINITY };
}

/**
 * Threshold of an alarm. `aboveUsual` uses anomaly detection: that many standard deviations above the usual value of the
 * hour and weekday, for what grows with the school year, where a fixed number would be a guess.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
export type Threshold = { readonly above: number } | { readonly below: number } | { readonly aboveUsual: number };

/** Periods that must breach before the alarm: `breaching` of the last `periods`, all of them by default. */
export interface Window {
  readonly periodSeconds: number;
  readonly periods: number;
  readonly breaching?: number;
}

/** A window of periods of one minute, for what must be known soon. */
export function minutes(periods: number, breaching = periods): Window {
  return { periodSeconds: 60, periods, breaching };
}

/** A window of periods of five minutes. */
export function fiveMinutes(periods: number, breaching = periods): Window {
  return { periodSeconds: 300, periods, breaching };
}

/** Meaning of a gap in a metric. */
export type MissingData = keyof typeof MISSING_DATA;

/**
 * Meanings of a gap in a metric, and how CloudWatch treats each.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const MISSING_DATA = {
  "silent-when-well": { treatAs: "notBreaching", because: "the service writes it only when something has gone wrong" },
  "silent-when-idle": { treatAs: "notBreaching", because: "what is unused, paused or empty has nothing to measure" },
  "silent-when-dead": { treatAs: "breaching", because: "it is written as long as its source lives" },
  "silent-between-readings": { treatAs: "ignore", because: "it is read a few times a day: what it said last holds" },
  "silent-in-failover": { treatAs: "ignore", because: "a restart leaves a gap, and does not end what was before it" },
} as const;
