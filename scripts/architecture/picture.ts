import { Failure } from "../failure";
import type { PartGraph } from "./part-graph";

/** Groups of the picture from the learner inwards, and the title of each part by its construct id. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Edge and DNS": {
    zone: "Route 53 zone",
    dns: "DNS records and health checks",
    certificates: "ACM certificates",
    firewall: "AWS WAF",
    distribution: "CloudFront",
    content: "Course packages",
    "origin-verify": "Origin secret",
    "load-balancer": "Load balancer",
  },
  Network: { network: "VPC" },
  Cluster: {
    cluster: "EKS control plane",
    nodes: "Node groups",
    addons: "EKS add-ons",
    insights: "Container Insights",
    identities: "Roles of pods",
  },
  Data: {
    database: "Aurora PostgreSQL",
    redis: "ElastiCache Redis",
    storage: "S3 buckets",
    secrets: "Secrets Manager",
    backups: "AWS Backup",
    recovery: "Recovery region",
    readiness: "Ages of drill and restore test",
  },
  Video: { queues: "SQS queues", video: "Lambda and MediaConvert" },
  "Used by all": {
    keys: "KMS keys",
    alerts: "SNS topics",
    global: "Keys and topics in us-east-1",
    monitoring: "Monitoring",
  },
};

/** Parts whose arrows lead nearly everywhere, and would hide all others. */
const EVERYWHERE = ["keys", "alerts", "global", "monitoring"];

/**
 * The graph as a Mermaid flowchart in a Markdown block.
 * @throws Failure for a part that has no place in the picture
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function diagram({ resources, uses }: PartGraph): string {
  const placed = new Set(Object.values(GROUPS).flatMap(Object.keys));
  const unknown = [...resources.keys()].filter((part) => !placed.has(part));
  if (unknown.length > 0) {
    throw new Failure(
      `architecture: must have a place for every part of the platform, got ${unknown.sort().join(", ")}; ` +
        "add them to GROUPS in scripts/architecture/picture.ts",
    );
  }
  const groups = Object.entries(GROUPS).flatMap(([title, parts]) => [
    `  subgraph ${id("group", title)}["${title}"]`,
    ...Object.entries(parts)
      .filter(([part]) => resources.has(part))
      .map(([part, name]) => `    ${id("part", part)}["${name}<br/>${counted(resources.get(part) ?? 0)}"]`),
    "  end",
  ]);
  const mutual = (part: string, other: string) => uses.get(other)?.has(part) ?? false;
  const arrows = [...uses]
    .flatMap(([part, used]) => [...used].map((other) => [part, other] as const))
    .filter(([part, other]) => !EVERYWHERE.includes(part) && !EVERYWHERE.includes(other))
    .filter(([part, other]) => part < other || !mutual(part, other))
    .map(([part, other]) => `  ${id("part", part)} ${mutual(part, other) ? "<-->" : "-->"} ${id("part", other)}`)
    .sort();
  return ["```mermaid", "flowchart LR", ...groups, ...arrows, "```", ""].join("\n");
}

function counted(resources: number): string {
  return resources === 1 ? "1 resource" : `${resources} resources`;
}

/** A name as Mermaid takes it, unique by its kind; `end` and hyphens are words of Mermaid's own. */
function id(kind: "group" | "part", name: string): string {
  return `${kind}_${name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
}
