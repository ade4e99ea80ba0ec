import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../../environments";
import { dev } from "../../../environments/dev";
import { tierCidr } from "../../../modules/vpc";
import { type ClusterNetwork, clusterNetwork } from "../../../sandbox/network/ends";
import { networkProblems, verdictOf } from "../../../sandbox/network/judge";
import { networkPage } from "../../../sandbox/network/page";
import { Policies } from "../../../sandbox/network/policies";
import { MUST, MUST_NOT } from "../../../sandbox/network/table";
import type { RootConfiguration } from "../../../scripts/terraform-root";
import { root } from "../../support/synthesized";

const configurationOf = (name: string) => structuredClone(root(`${name}-addons`).json) as unknown as RootConfiguration;

const clusters: Readonly<Record<string, ClusterNetwork>> = Object.fromEntries(
  ENVIRONMENTS.map((environment) => [environment.name, clusterNetwork(environment, configurationOf(environment.name))]),
);

describe.each(ENVIRONMENTS.map(({ name }) => name))("in %s", (name) => {
  const cluster = clusters[name] as ClusterNetwork;

  it("who must reach someone does, and no one else", () => {
    expect(networkProblems(name, cluster)).toEqual([]);
  });

  it("every line of the table has connections, which are all as it says", () => {
    expect(MUST.map((row) => verdictOf(row, cluster)).filter((verdict) => verdict !== "yes")).toEqual([]);
    expect(MUST_NOT.map((row) => verdictOf(row, cluster)).filter((verdict) => verdict !== "no")).toEqual([]);
  });
});

it("the page is what the code says", () => {
  expect(readFileSync("docs/network.md", "utf8")).toBe(networkPage(clusters));
});

describe("a policy that changes", () => {
  /** The problems of dev with a policy of its namespaces changed. */
  function problemsWith(policy: string, change: (spec: Record<string, unknown>) => void): string[] {
    const configuration = configurationOf("dev");
    const found = configuration.resource?.kubernetes_network_policy_v1?.[policy];
    change((found as { spec: Record<string, unknown> }).spec);
    return networkProblems("dev", clusterNetwork(dev, configuration));
  }

  it("and stops the control plane is told", () => {
    const problems = problemsWith("namespaces_security_webhooks", (spec) => {
      const cidr = tierCidr(dev.network.cidr, "private-app");
      spec.ingress = [{ from: [{ ip_block: { cidr } }], ports: [{ port: "10250", protocol: "TCP" }] }];
    });
    expect(problems).toContain("dev: the control plane must reach cert-manager-webhook on port 10250 (TCP)");
    expect(problems).toContain("dev: the node must not reach external-secrets on port 10250 (TCP)");
  });

  it("and opens a namespace is told, pod by pod", () => {
    const problems = problemsWith("namespaces_microservices_deny_all", (spec) => {
      spec.ingress = [{ from: [{ namespace_selector: {} }] }];
    });
    expect(problems).toContain("dev: cluster-autoscaler must not reach courses on port 9464 (TCP)");
    expect(problems).toContain("dev: notifications must not reach media on port 8080 (TCP)");
    expect(problems.filter((problem) => problem.includes(" must reach "))).toEqual([]);
  });

  it("and lets credentials of nodes be read is told", () => {
    const problems = problemsWith("namespaces_data_pod_identity", (spec) => {
      spec.egress = [{ to: [{ ip_block: { cidr: "169.254.0.0/16" } }], ports: [{ port: "80", protocol: "TCP" }] }];
    });
    expect(problems).toEqual(["dev: a job must not reach the instance metadata on port 80 (TCP)"]);
  });

  it("and is gone is told", () => {
    const { ends } = clusters.dev as ClusterNetwork;
    const problems = networkProblems("dev", { ends, policies: new Policies([], {}) });
    expect(problems).toContain("dev: the internet must not reach identity on port 8080 (TCP)");
  });
});
