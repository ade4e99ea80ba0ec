import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Addon, Addons } from "../../../modules/cluster-addons/addon";
import { AddonReleases, addonProblems, predecessors } from "../../../modules/cluster-addons/addon-releases";
import { ClusterClasses } from "../../../modules/cluster-addons/cluster-classes";
import { ClusterNamespaces } from "../../../modules/cluster-addons/cluster-namespaces";
import { platformAddons } from "../../../modules/cluster-addons/platform-addons";
import { context, SETTINGS, SMALL_SETTINGS } from "./fixture";

function addon(changes: Partial<Addon> = {}): Addon {
  return {
    chart: { name: "tried", repository: "https://charts.example.com", version: "1.0.0" },
    namespace: "security",
    identities: [],
    values: {},
    after: [],
    state: "stateless",
    ...changes,
  };
}

const monitored = (key: string) => addon({ values: { deep: { [key]: { enabled: true } } } });

describe("the order of add-ons", () => {
  it.each([SETTINGS, SMALL_SETTINGS])("is without problems for the platform's own", (settings) => {
    expect(addonProblems(platformAddons(context(settings)))).toEqual([]);
  });

  it("counts those that come before others too", () => {
    const addons = { a: addon(), b: addon({ after: ["a"] }), c: addon({ after: ["b"] }) };
    expect([...predecessors("c", addons)]).toEqual(["b", "a"]);
    expect([...predecessors("a", addons)]).toEqual([]);
  });

  it("refuses an add-on after one that does not exist", () => {
    expect(addonProblems({ a: addon({ after: ["b"] }), c: addon() })).toEqual([
      'a.after: must name add-ons, got "b"; choose from a, c',
    ]);
  });

  it("refuses a circle, and names the shortest one for each that is in it", () => {
    const addons: Addons = {
      a: addon({ after: ["c"] }),
      b: addon({ after: ["a"] }),
      c: addon({ after: ["b"] }),
      d: addon({ after: ["a"] }),
    };
    expect(addonProblems(addons)).toEqual([
      "a.after: must not lead back to the add-on itself, got a -> c -> b -> a; remove one",
      "b.after: must not lead back to the add-on itself, got b -> a -> c -> b; remove one",
      "c.after: must not lead back to the add-on itself, got c -> b -> a -> c; remove one",
    ]);
    expect(addonProblems({ a: addon({ after: ["a"] }) })).toEqual([
      "a.after: must not lead back to the add-on itself, got a -> a; remove one",
    ]);
  });

  it.each(["serviceMonitor", "servicemonitor", "podMonitor", "prometheusRule"])(
    "refuses a %s before the definitions of monitors",
    (key) => {
      const remedy = "add that to its dependencies";
      expect(addonProblems({ a: monitored(key) })).toEqual([
        `a.values.deep.${key}.enabled: must not be enabled before prometheus-operator-crds, got true; ${remedy}`,
      ]);
      const definitions = addon();
      const through = { b: addon({ after: ["prometheus-operator-crds"] }), a: { ...monitored(key), after: ["b"] } };
      expect(addonProblems({ "prometheus-operator-crds": definitions, ...through })).toEqual([]);
    },
  );

  it("lets a monitor be off", () => {
    expect(addonProblems({ a: addon({ values: { serviceMonitor: { enabled: false } } }) })).toEqual([]);
  });
});

describe("the place of an add-on", () => {
  it("must be a declared namespace", () => {
    const elsewhere = "default" as "security";
    expect(addonProblems({ a: addon({ namespace: elsewhere }) })).toEqual([
      'a.namespace: must be a declared namespace, got "default"; ' +
        "choose from core-services, microservices, data, monitoring, security, argocd, kube-system",
    ]);
  });

  it("must be that of its identity", () => {
    expect(addonProblems({ a: addon({ identities: ["external-dns"] }) })).toEqual([
      'a.namespace: must be that of its identity external-dns, kube-system, got "security"; ' +
        "its pods would have no rights in AWS",
    ]);
  });
});

it("gives every identity of an add-on to one add-on, whose values name its service account", () => {
  const addons = Object.values(platformAddons(context()));
  expect(addons.flatMap(({ identities }) => identities).sort()).toEqual([
    "alertmanager",
    "aws-load-balancer-controller",
    "cert-manager",
    "cluster-autoscaler",
    "external-dns",
    "external-secrets",
    "fluent-bit",
    "grafana",
    "otel-collector",
  ]);
  for (const { identities, values } of addons) {
    const { serviceAccount, ...parts } = values as Record<string, { serviceAccount?: object } | undefined>;
    const named = [serviceAccount, ...Object.values(parts).map((part) => part?.serviceAccount)];
    for (const identity of identities) {
      expect(named, identity).toContainEqual(expect.objectContaining({ create: true, name: identity }));
    }
  }
});

function build(addons: Addons) {
  const stack = new TerraformStack(Testing.app(), "tried");
  const cidrs = { app: "10.0.0.0/17", data: "10.0.160.0/19", controlPlane: "10.0.192.0/20" };
  const namespaces = new ClusterNamespaces(stack, "namespaces", { availability: "single", cidrs });
  const classes = new ClusterClasses(stack, "classes", { dataKeyArn: "arn:aws:kms:us-east-1:555555555555:key/1" });
  const { node } = new AddonReleases(stack, "releases", { namespaces, classes, addons });
  return {
    problems: node.metadata.filter(({ type }) => type === "@cdktf/error").map(({ data }) => data),
    releases: node.children.map((child) => child.node.id),
  };
}

it("makes a release for each add-on, whatever their order", () => {
  expect(build({ second: addon({ after: ["first"] }), first: addon() })).toEqual({
    problems: [],
    releases: ["first", "second"],
  });
});

function synthesized(addons: Addons): { name: string; upgrade_install: boolean; atomic: boolean; version: string }[] {
  const stack = new TerraformStack(Testing.app(), "tried");
  const cidrs = { app: "10.0.0.0/17", data: "10.0.160.0/19", controlPlane: "10.0.192.0/20" };
  const namespaces = new ClusterNamespaces(stack, "namespaces", { availability: "single", cidrs });
  const classes = new ClusterClasses(stack, "classes", { dataKeyArn: "arn:aws:kms:us-east-1:555555555555:key/1" });
  new AddonReleases(stack, "releases", { namespaces, classes, addons });
  return Object.values(JSON.parse(Testing.synth(stack)).resource.helm_release);
}

it("goes on from a first install that failed, and takes back only what leaves nothing behind", () => {
  const releases = synthesized({ kept: addon({ state: "stateful" }), light: addon() });
  expect(releases.map(({ name, upgrade_install, atomic }) => [name, upgrade_install, atomic])).toEqual([
    ["kept", true, false],
    ["light", true, true],
  ]);
});

it("names the version of every chart, its own too, so that no plan asks the cluster for it", () => {
  const releases = synthesized({ "custom-resources": addon({ chart: "local" }), other: addon() });
  expect(releases.map(({ name, version }) => [name, version])).toEqual([
    ["custom-resources", "1.0.0"],
    ["other", "1.0.0"],
  ]);
});

it("reports every problem of the set, and makes nothing of it", () => {
  expect(build({ one: addon({ after: ["other"] }), other: addon({ after: ["one", "third"] }) })).toEqual({
    problems: [
      "one.after: must not lead back to the add-on itself, got one -> other -> one; remove one",
      'other.after: must name add-ons, got "third"; choose from one, other',
      "other.after: must not lead back to the add-on itself, got other -> one -> other; remove one",
    ],
    releases: [],
  });
});
