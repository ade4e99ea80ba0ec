import { describe, expect, it } from "vitest";
import { NAMESPACE_NAMES } from "../../../modules/cluster-addons/namespaces";
import { DENY_ALL, policySpec, TRAFFIC_RULES, type TrafficRule } from "../../../modules/cluster-addons/traffic-rules";

const CIDRS = { app: "10.0.0.0/17", data: "10.0.160.0/19", controlPlane: "10.0.192.0/20" };
const RULES: readonly (readonly [string, TrafficRule])[] = Object.entries(TRAFFIC_RULES);
const rulesOf = (namespace: string) =>
  RULES.filter(([, { namespaces }]) => (namespaces as readonly string[]).includes(namespace)).map(([name]) => name);

it("let no one connect to or from any pod unless they say so", () => {
  expect(DENY_ALL).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});

it.each([
  ["core-services", []],
  ["microservices", []],
  ["data", ["dns", "pod-identity", "https", "databases", "scraped", "send-traces"]],
  ["security", ["dns", "pod-identity", "https", "within-to", "within-from", "webhooks", "scraped"]],
  ["argocd", ["dns", "pod-identity", "https", "within-to", "within-from", "scraped"]],
  ["monitoring", ["dns", "pod-identity", "https", "within-to", "within-from", "webhooks", "scrape", "traces"]],
])("open in %s only %j", (namespace, rules) => {
  expect(rulesOf(namespace)).toEqual(rules);
});

it("leave nothing in a namespace that is not declared", () => {
  const used = new Set(RULES.flatMap(([, { namespaces }]) => namespaces));
  expect([...used].filter((name) => !NAMESPACE_NAMES.includes(name))).toEqual([]);
});

describe("as policies", () => {
  const spec = (name: keyof typeof TRAFFIC_RULES) => policySpec(TRAFFIC_RULES[name], CIDRS);

  it("name the pods of another namespace by its own label", () => {
    expect(spec("dns")).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { port: "53", protocol: "UDP" },
            { port: "53", protocol: "TCP" },
          ],
        },
      ],
    });
  });

  it("name addresses, with ports as numbers", () => {
    expect(spec("pod-identity").egress).toEqual([
      { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ port: "80", protocol: "TCP" }] },
    ]);
    expect(spec("https").egress).toEqual([
      { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: "443", protocol: "TCP" }] },
    ]);
    expect(spec("databases").egress).toEqual([
      {
        to: [{ ipBlock: { cidr: "10.0.160.0/19" } }],
        ports: [
          { port: "5432", protocol: "TCP" },
          { port: "6379", protocol: "TCP" },
        ],
      },
    ]);
    for (const [, { ports }] of RULES) expect(typeof ports === "string" || ports.every(Number.isInteger)).toBe(true);
  });

  it("let the control plane call webhooks, from its subnets", () => {
    expect(spec("webhooks")).toEqual({
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ ipBlock: { cidr: "10.0.192.0/20" } }], ports: [{ port: "10250", protocol: "TCP" }] }],
    });
  });

  it("let Prometheus alone scrape, any port", () => {
    expect(spec("scrape")).toEqual({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/17" } }] }],
    });
    expect(spec("scraped").ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
            podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
          },
        ],
      },
    ]);
  });

  it("let services reach the collector by OTLP and nothing else of monitoring", () => {
    const { podSelector, ingress } = spec("traces");
    expect(podSelector).toEqual({ matchLabels: { "app.kubernetes.io/name": "opentelemetry-collector" } });
    expect(ingress?.[0]?.ports?.map(({ port }) => port)).toEqual(["4317", "4318"]);
    expect(ingress?.[0]?.from.map(({ namespaceSelector }) => namespaceSelector?.matchLabels)).toEqual(
      ["core-services", "microservices", "data"].map((name) => ({ "kubernetes.io/metadata.name": name })),
    );
  });

  it("keep what is within a namespace within it", () => {
    expect(spec("within-from").ingress).toEqual([{ from: [{ podSelector: {} }] }]);
    expect(spec("within-to").egress).toEqual([{ to: [{ podSelector: {} }] }]);
  });
});
