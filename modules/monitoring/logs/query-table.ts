import type { LogSource } from "./log-groups";

/** A query of Logs Insights that people find by its name instead of writing it in the middle of an incident. */
export interface SavedQuery {
  /** `<area>/<question>`; the console shows an area as a folder. */
  readonly name: `${string}/${string}`;
  readonly sources: readonly LogSource[];
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
  readonly lines: readonly string[];
}

const SERVICES = ["core-services", "microservices"] as const;
const VIDEO_FUNCTIONS = ["video-submit", "video-record"] as const;
const FIREWALLS = ["site-firewall", "load-balancer-firewall"] as const;
const AUDIT = "filter @logStream like /^kube-apiserver-audit/";

/** Saved queries in the order of an incident: what broke, where, since when, and who did what. */
export const SAVED_QUERIES: readonly SavedQuery[] = [
  {
    name: "services/errors-by-service",
    sources: SERVICES,
    lines: [
      'filter data.level in ["error", "fatal"]',
      "stats count(*) as errors, earliest(@timestamp) as first, latest(data.message) as example by kubernetes.container_name",
      "sort errors desc",
    ],
  },
  {
    name: "services/one-request",
    sources: SERVICES,
    lines: [
      'filter data.trace_id = "put the trace id here"',
      "fields @timestamp, kubernetes.container_name, data.level, data.message, data.path, data.status, data.duration_ms",
      "sort @timestamp asc",
      "limit 1000",
    ],
  },
  {
    name: "services/slowest-paths",
    sources: SERVICES,
    lines: [
      "filter ispresent(data.duration_ms)",
      "stats count(*) as requests, pct(data.duration_ms, 50) as p50, pct(data.duration_ms, 99) as p99 by kubernetes.container_name, data.path",
      "sort p99 desc",
      "limit 50",
    ],
  },
  {
    name: "cluster/who-changed-what",
    sources: ["control-plane"],
    lines: [
      AUDIT,
      'filter verb in ["create", "update", "patch", "delete"] and user.username not like /^system:/',
      "fields @timestamp, user.username, verb, objectRef.namespace, objectRef.resource, objectRef.name, responseStatus.code",
      "sort @timestamp desc",
      "limit 200",
    ],
  },
  {
    name: "cluster/denied-requests",
    sources: ["control-plane"],
    lines: [
      AUDIT,
      "filter responseStatus.code in [401, 403]",
      "stats count(*) as requests by user.username, verb, objectRef.namespace, objectRef.resource",
      "sort requests desc",
    ],
  },
  {
    name: "cluster/shells-in-pods",
    sources: ["control-plane"],
    lines: [
      AUDIT,
      'filter objectRef.subresource = "exec" and stage = "ResponseStarted"',
      "fields @timestamp, user.username, sourceIPs.0, objectRef.namespace, objectRef.name, requestURI",
      "sort @timestamp desc",
    ],
  },
  {
    name: "database/errors",
    sources: ["postgresql"],
    lines: [
      "parse @message /:(?<severity>ERROR|FATAL|PANIC): +(?<error>.*)/",
      "filter ispresent(severity)",
      "stats count(*) as occurrences, latest(@timestamp) as last by severity, error",
      "sort occurrences desc",
    ],
  },
  {
    name: "database/slow-statements",
    sources: ["postgresql"],
    lines: [
      "parse @message /duration: (?<ms>[0-9.]+) ms +(?:statement|execute [^:]*): (?<statement>.*)/",
      "filter ispresent(ms)",
      "stats count(*) as occurrences, max(ms) as slowest_ms, sum(ms) as total_ms by statement",
      "sort total_ms desc",
      "limit 50",
    ],
  },
  {
    name: "database/waits-for-locks",
    sources: ["postgresql"],
    lines: ["filter @message like /still waiting for|deadlock detected/", "sort @timestamp desc", "limit 200"],
  },
  {
    name: "edge/blocked-addresses",
    sources: FIREWALLS,
    lines: [
      'filter action = "BLOCK"',
      "stats count(*) as requests, count_distinct(httpRequest.uri) as paths by httpRequest.clientIp, httpRequest.country, terminatingRuleId",
      "sort requests desc",
      "limit 50",
    ],
  },
  {
    name: "edge/one-blocked-learner",
    sources: FIREWALLS,
    lines: [
      'filter httpRequest.clientIp = "put the address here"',
      "fields @timestamp, action, terminatingRuleId, httpRequest.httpMethod, httpRequest.uri, httpRequest.requestId",
      "sort @timestamp desc",
    ],
  },
  {
    name: "network/rejected-connections",
    sources: ["flow-logs"],
    lines: [
      'filter action = "REJECT"',
      "stats count(*) as attempts by srcAddr, dstAddr, dstPort",
      "sort attempts desc",
      "limit 50",
    ],
  },
  {
    name: "video/uploads-that-failed",
    sources: VIDEO_FUNCTIONS,
    lines: [
      'filter message.status in ["failed", "refused"]',
      "fields @timestamp, message.status, message.reason, message.upload.key, message.jobId",
      "sort @timestamp desc",
    ],
  },
  {
    name: "video/one-upload",
    sources: VIDEO_FUNCTIONS,
    lines: [
      'filter @message like "put the key of the upload here"',
      "fields @timestamp, level, message.message, message.status, message.reason, message.jobId",
      "sort @timestamp asc",
    ],
  },
];

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html */
const MAX_QUERY_LENGTH = 10_000;
const MAX_NAME_LENGTH = 255;

/** The query as Logs Insights reads it. */
export function queryText({ lines }: Pick<SavedQuery, "lines">): string {
  return lines.join("\n| ");
}

/**
 * Checks queries against each other and the limits of CloudWatch Logs.
 * @returns every problem at once, `[]` when there is none
 */
export function queryProblems(queries: readonly SavedQuery[]): string[] {
  const names = queries.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) < index))].map(
    (name) => `queries: must have a name each, got ${JSON.stringify(name)} again; rename one`,
  );
  return [...repeated, ...queries.flatMap(limitProblems)];
}

function limitProblems(query: SavedQuery): string[] {
  const problems: string[] = [];
  const { length } = queryText(query);
  if (length === 0 || length > MAX_QUERY_LENGTH) {
    problems.push(
      `queries: ${query.name} must have from 1 to ${MAX_QUERY_LENGTH} characters, got ${length}; shorten or write it`,
    );
  }
  if (query.name.length > MAX_NAME_LENGTH) {
    problems.push(
      `queries: a name must have at most ${MAX_NAME_LENGTH} characters, got ${query.name.length} of ` +
        `${JSON.stringify(query.name.slice(0, 20))}...; shorten it`,
    );
  }
  if (query.sources.length === 0) {
    problems.push(`queries: ${query.name} must name a log source, got none; say where it looks`);
  }
  return problems;
}
