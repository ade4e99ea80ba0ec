import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import { type Deployment, GitopsTree } from "../../gitops/checks/tree";
import { INSTANCE_TYPES } from "../../modules/eks/instance-types";
import { contractFile, parseContract } from "../../scripts/contract/contract-file";
import { PROJECT } from "../../scripts/synth";
import { root } from "../support/synthesized";

const tree = new GitopsTree(PROJECT);

/** What Kubernetes adds up: millicores and MiB. */
interface Amounts {
  readonly cpu: number;
  readonly memory: number;
  readonly memoryLimit: number;
  readonly pods: number;
}

const millicores = (cpu: string) => (cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000);
const mebibytes = (memory: string) => Number.parseInt(memory, 10) * (memory.endsWith("Gi") ? 1024 : 1);

interface Sizes {
  readonly namespace: string;
  readonly replicas: { readonly max: number };
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
}
interface Quota {
  readonly hard: Readonly<Record<string, string>>;
}
const sizesOf = (deployment: Deployment) => tree.values(deployment) as unknown as Sizes;

/** What services need together when each has all its pods, times `surge` for versions that roll out. */
function needed(sizes: readonly Sizes[], surge: number): Amounts {
  const sum = (amount: (sizes: Sizes) => number) =>
    sizes.reduce((total, one) => total + amount(one) * Math.ceil(one.replicas.max * surge), 0);
  return {
    cpu: sum(({ resources }) => millicores(resources.requests.cpu)),
    memory: sum(({ resources }) => mebibytes(resources.requests.memory)),
    memoryLimit: sum(({ resources }) => mebibytes(resources.limits.memory)),
    pods: sum(() => 1),
  };
}

describe.each(ENVIRONMENTS)("the add-ons root of $name", (environment) => {
  const addons = root(`${environment.name}-addons`);
  const contract = parseContract(readFileSync(join(PROJECT, contractFile(environment.name)), "utf8"));
  const services = Object.values(contract.services);
  const sizes = tree
    .deployments()
    .filter((deployment) => deployment.environment === environment.name)
    .map(sizesOf);
  const valuesOf = (release: string) =>
    JSON.parse(String(addons.attribute("helm_release", "values")[`releases_${release}`]));

  it("has the root Application render the chart here, with parameters that it takes", () => {
    const { project, source } = valuesOf("argocd_apps").applications.lms;
    expect(existsSync(join(PROJECT, source.path, "Chart.yaml"))).toBe(true);
    const parameters = Object.fromEntries(
      source.helm.parameters.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(parameters.environment).toBe(environment.name);
    const made = helmTemplate(join(PROJECT, source.path), parameters, { namespace: "argocd" });
    const allowed = valuesOf("argocd_apps").projects[project].namespaceResourceWhitelist;
    for (const { kind } of made) expect(allowed).toContainEqual({ group: "argoproj.io", kind });
  });

  it("has Argo CD tell of all that the applications subscribe to", () => {
    const triggers = Object.keys(valuesOf("argo_cd").notifications.triggers);
    expect(triggers).toEqual(
      expect.arrayContaining(["trigger.on-deployed", "trigger.on-health-degraded", "trigger.on-sync-failed"]),
    );
  });

  it("makes the namespaces, the classes, the store and the collector that the contract names", () => {
    const namesOf = (type: string) =>
      Object.values(addons.attribute(type, "metadata")).map((metadata) => (metadata as { name: string }).name);
    const { secretStore } = valuesOf("custom_resources");
    const collector = addons.resources("helm_release").releases_otel_collector;
    expect(contract.secretStore).toBe(secretStore.name);
    expect(contract.traces?.host).toBe(
      `${valuesOf("otel_collector").fullnameOverride}.${collector?.namespace}.svc.cluster.local`,
    );
    for (const { namespace, priorityClass } of services) {
      expect(namesOf("kubernetes_namespace_v1")).toContain(namespace);
      expect(namesOf("kubernetes_priority_class_v1")).toContain(priorityClass);
      expect(secretStore.namespaces).toContain(namespace);
    }
  });

  it.each(["core-services", "microservices"])(
    "gives %s a quota for all pods of its services, and a quarter more to roll out new versions",
    (namespace) => {
      const quotas = addons.attribute("kubernetes_resource_quota_v1", "spec") as Record<string, Quota>;
      const hard = quotas[`namespaces_${namespace.replace("-", "_")}_quota`]?.hard ?? {};
      const need = needed(
        sizes.filter((one) => one.namespace === namespace),
        1.25,
      );
      expect(need.cpu).toBeLessThanOrEqual(millicores(String(hard["requests.cpu"])));
      expect(need.memory).toBeLessThanOrEqual(mebibytes(String(hard["requests.memory"])));
      expect(need.memoryLimit).toBeLessThanOrEqual(mebibytes(String(hard["limits.memory"])));
      expect(need.pods).toBeLessThanOrEqual(Number(hard.pods));
    },
  );

  it("runs on nodes that hold all pods of the services, and leave a quarter to the platform", () => {
    const { instanceTypes, maxSize } = environment.cluster.nodeGroups.general ?? { instanceTypes: [], maxSize: 0 };
    const need = needed(sizes, 1);
    for (const type of instanceTypes) {
      const { vcpus, memoryGib } = INSTANCE_TYPES[type];
      expect(need.cpu).toBeLessThanOrEqual(0.75 * vcpus * 1000 * maxSize);
      expect(need.memory).toBeLessThanOrEqual(0.75 * memoryGib * 1024 * maxSize);
    }
  });
});
