import { type Kind, type NamedEnd, OTHERS, OURS } from "./ends";
import type { Port } from "./policies";

/** Ports of a row, and how it calls them. */
interface Ports {
  readonly text: string;
  readonly have: (port: Port) => boolean;
}

/** A line of the table: who must, or must not, reach whom. */
export interface Row {
  readonly from: readonly Kind[];
  readonly to: readonly Kind[];
  readonly ports: Ports;
  /** Which of them, in words and as a condition; all by default. */
  readonly where?: readonly [text: string, holds: (from: NamedEnd, to: NamedEnd, port: Port) => boolean];
  readonly why: string;
}

const tcp = (...numbers: readonly number[]): Ports => ({
  text: numbers.join(", "),
  have: ({ number, protocol }) => protocol === "TCP" && numbers.includes(number),
});
const ANY: Ports = { text: "any", have: () => true };
const allBut = (...numbers: readonly number[]): Ports => ({
  text: `any but ${numbers.join(", ")}`,
  have: ({ number, protocol }) => protocol === "UDP" || !numbers.includes(number),
});
const DNS: Ports = { text: "53, TCP and UDP", have: ({ number }) => number === 53 };

/** Ports that are tried: those that something here listens on, and some that it must not be reached on. */
export const TRIED: readonly Port[] = [
  ...[22, 25, 53, 80, 443, 3000, 4317, 4318, 5432, 6379, 8080, 9090, 9093, 9100, 9464, 10250].map(
    (number) => ({ number, protocol: "TCP" }) as const,
  ),
  { number: 53, protocol: "UDP" },
];

const MONITORING: readonly Kind[] = ["Prometheus", "collector", "other of monitoring"];
const OPERATORS: readonly Kind[] = [...MONITORING, "security", "Argo CD"];
const except = (kinds: readonly Kind[], ...without: readonly Kind[]) => kinds.filter((kind) => !without.includes(kind));

const isCaller = (from: NamedEnd, to: NamedEnd) => to.service?.callers.includes(from.name) === true;
const usesStore = (from: NamedEnd, _: NamedEnd, { number }: Port) => from.service?.stores.includes(number) === true;

/** Everything that must be reached. Of what has a pod of ours at one end, nothing else may be. */
export const MUST: readonly Row[] = [
  { from: ["load balancer"], to: ["service"], ports: tcp(8080), why: "what learners ask for" },
  {
    from: ["service"],
    to: ["service"],
    ports: tcp(8080),
    where: ["which names it among its callers", isCaller],
    why: "gitops/services/*.yaml",
  },
  {
    from: ["service"],
    to: ["database and Redis"],
    ports: tcp(5432, 6379),
    where: ["of a store in its contract", usesStore],
    why: "its data",
  },
  { from: ["job"], to: ["database and Redis"], ports: tcp(5432, 6379), why: "migrations, imports, exports" },
  { from: ["service"], to: ["collector"], ports: tcp(4318), why: "traces" },
  { from: ["job"], to: ["collector"], ports: tcp(4317, 4318), why: "traces" },
  { from: OURS, to: ["CoreDNS"], ports: DNS, why: "names" },
  { from: OURS, to: ["Pod Identity agent"], ports: tcp(80), why: "credentials for AWS" },
  {
    from: OURS,
    to: OTHERS,
    ports: tcp(443),
    why: "the APIs of AWS and Kubernetes, Git, Slack, PagerDuty, partners: a policy knows no names",
  },
  {
    from: ["control plane"],
    to: [...MONITORING, "security"],
    ports: tcp(10250),
    why: "webhooks: without them no Certificate, ExternalSecret or PrometheusRule is taken",
  },
  { from: ["Prometheus"], to: ["service"], ports: tcp(9464), why: "metrics, on a port that no one else reaches" },
  {
    from: ["Prometheus"],
    to: ["job", "security", "Argo CD", "CoreDNS", "node", "pod of another namespace"],
    ports: ANY,
    why: "metrics",
  },
  { from: MONITORING, to: MONITORING, ports: ANY, why: "alerts, dashboards, members of a cluster" },
  { from: ["security"], to: ["security"], ports: ANY, why: "parts of one program" },
  { from: ["Argo CD"], to: ["Argo CD"], ports: ANY, why: "parts of one program" },
];

/** What follows from that, for whoever wants to read it: none of it may be reached. */
export const MUST_NOT: readonly Row[] = [
  { from: except(OTHERS, "load balancer"), to: ["service"], ports: ANY, why: "the load balancer is the one way in" },
  { from: ["load balancer"], to: ["service"], ports: allBut(8080), why: "metrics are for Prometheus alone" },
  {
    from: ["service"],
    to: ["service"],
    ports: ANY,
    where: ["which does not name it among its callers", (from, to) => !isCaller(from, to)],
    why: "each says who may call it",
  },
  { from: [...OPERATORS, "job"], to: ["service"], ports: tcp(8080), why: "only callers may" },
  {
    from: ["service"],
    to: ["database and Redis"],
    ports: allBut(443),
    where: ["but for its stores", (...connection) => !usesStore(...connection)],
    why: "no other store, no other port",
  },
  { from: OPERATORS, to: ["database and Redis"], ports: allBut(443), why: "no add-on has data of learners" },
  { from: OURS, to: ["instance metadata"], ports: allBut(443), why: "it would give them the rights of their node" },
  { from: OURS, to: ["internet"], ports: allBut(443), why: "no mail, no shell, nothing unencrypted" },
  {
    from: ["service"],
    to: ["job", ...except(OPERATORS, "collector")],
    ports: ANY,
    why: "a service that is broken into leads nowhere",
  },
  {
    from: OTHERS,
    to: ["job", "Argo CD"],
    ports: ANY,
    why: "no one comes in from outside, pods of other namespaces among them",
  },
  {
    from: OTHERS,
    to: [...MONITORING, "security"],
    ports: allBut(10250),
    why: "no one but the control plane comes in, for webhooks",
  },
  {
    from: except(OTHERS, "control plane"),
    to: [...MONITORING, "security"],
    ports: tcp(10250),
    why: "nor does any other use that way",
  },
  {
    from: ["Argo CD", "security", "job", "collector", "other of monitoring"],
    to: ["Argo CD", "security", "job"],
    ports: ANY,
    where: ["of another namespace", (from, to) => from.pod?.namespace !== to.pod?.namespace],
    why: "only Prometheus looks into other namespaces",
  },
];
