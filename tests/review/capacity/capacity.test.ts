import { describe, expect, it } from "vitest";
import type { Environment } from "../../../environments";
import { platformAddons } from "../../../modules/cluster-addons/platform-addons";
import { capacityProblems, type Load, pendingPods } from "../../../review/capacity/capacity";
import { releaseWorkloads } from "../../../review/capacity/chart-workloads";
import { podSize, type Workload } from "../../../review/capacity/workload";
import { context, SETTINGS, SMALL_SETTINGS } from "../../modules/cluster-addons/fixture";

const general = {
  instanceTypes: ["t3.large"],
  capacity: "on-demand",
  scalingGroups: "one-per-zone",
  minSize: 3,
  desiredSize: 9,
  maxSize: 12,
  diskGib: 100,
  taints: [],
} as const;

/** An environment as far as its nodes go. */
function environment(nodes: { desiredSize: number; maxSize: number }, changes: Partial<Environment> = {}): Environment {
  return {
    name: "test",
    dataProtection: "retained",
    addons: SETTINGS,
    network: { zones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
    cluster: { nodeGroups: { general: { ...general, ...nodes } } },
    ...changes,
  } as unknown as Environment;
}

const releases = (settings = SETTINGS) =>
  Object.entries(platformAddons(context(settings))).map(([name, { namespace, values }]) => ({
    name,
    namespace,
    values,
  }));

const service = (name: string, pods: { min: number; max: number }, cpu = "250m") => ({
  service: name,
  namespace: "microservices",
  preferredGroup: "general",
  replicas: pods,
  resources: { requests: { cpu, memory: "512Mi" }, limits: { memory: "1Gi" } },
});

const load = (...services: ReturnType<typeof service>[]): Load => ({ releases: releases(), services });

describe("the pods of the add-ons", () => {
  const sums = (settings = SETTINGS) => {
    const workloads = releases(settings).flatMap(releaseWorkloads);
    const total = (kind: "DaemonSet" | "others") => {
      const some = workloads.filter((one) => (one.kind === "DaemonSet") === (kind === "DaemonSet"));
      const sum = (of: (workload: Workload) => number) => some.reduce((all, one) => all + one.replicas * of(one), 0);
      const size = (one: Workload) => podSize(one, { cpu: "50m", memory: "64Mi" });
      return [sum(() => 1), sum((one) => size(one).cpu), sum((one) => size(one).memory)];
    };
    return { daemons: total("DaemonSet"), others: total("others") };
  };

  // As Helm rendered the charts: pods, thousandths of a core, MiB.
  it("are as many and as large as the charts make them", () => {
    expect(sums()).toEqual({ daemons: [2, 75, 96], others: [35, 2250, 6872] });
    expect(sums(SMALL_SETTINGS)).toEqual({ daemons: [2, 75, 96], others: [21, 1325, 4140] });
  });

  it("are known of every release", () => {
    expect(() => releaseWorkloads({ name: "new", namespace: "data", values: {} })).toThrow(
      "no workloads are known of the release new; add it to CHARTS",
    );
  });

  it("have the priority, spread, tolerations and volume of their values", () => {
    const workloads = releases().flatMap(releaseWorkloads);
    const named = (name: string) => workloads.find((one) => one.name === name);
    expect(named("kube-prometheus-stack-prometheus")).toMatchObject({
      kind: "StatefulSet",
      replicas: 2,
      priorityClassName: "lms-platform",
      volumeGib: 100,
      topologySpreadConstraints: [{ whenUnsatisfiable: "DoNotSchedule" }],
    });
    expect(named("cluster-autoscaler")?.priorityClassName).toBe("system-cluster-critical");
    expect(named("fluent-bit")).toMatchObject({ kind: "DaemonSet", tolerations: [{ operator: "Exists" }] });
    expect(named("argo-cd-server")).toMatchObject({ replicas: 2, priorityClassName: "lms-platform" });
  });
});

describe("the capacity of an environment", () => {
  const fitting = service("courses", { min: 3, max: 6 });

  it("is enough where all fit, a zone may be lost, and the most fit on the most nodes", () => {
    expect(capacityProblems(environment({ desiredSize: 9, maxSize: 12 }), load(fitting))).toEqual([]);
  });

  it("is refused with what finds no node at the start", () => {
    const wide = service("courses", { min: 9, max: 9 }, "500m");
    const problems = capacityProblems(
      environment({ desiredSize: 3, maxSize: 12 }, { dataProtection: "disposable" }),
      load(wide),
    );
    expect(problems).toEqual([
      "test.cluster.nodeGroups: must have room for every pod at their desiredSize, got 9 without (9 of courses), 4500m " +
        "and 4608Mi; raise desiredSize",
    ]);
  });

  it("is refused without a zone where data is retained, not where it is disposable or the add-ons are single", () => {
    const nodes = { desiredSize: 3, maxSize: 12 };
    const [first, ...others] = capacityProblems(environment(nodes), load(fitting));
    expect(first).toMatch(
      /^test\.cluster\.nodeGroups: must have room for every pod at their desiredSize without us-east-1a, got \d+ without .*courses.*; raise desiredSize, so that each zone carries what a lost one leaves behind$/,
    );
    expect(others).toHaveLength(2);
    expect(capacityProblems(environment(nodes, { dataProtection: "disposable" }), load(fitting))).toEqual([]);
    expect(capacityProblems(environment(nodes, { addons: SMALL_SETTINGS }), load(fitting))).toEqual([]);
  });

  it("is refused where the most nodes do not hold the most pods and a release", () => {
    const many = service("courses", { min: 3, max: 30 });
    // 30 and a quarter more: 38 pods, of which a node holds five beside its daemons.
    expect(capacityProblems(environment({ desiredSize: 9, maxSize: 9 }), load(many))[0]).toMatch(
      /at their maxSize, got \d+ without \(\d+ of courses\), .*; raise maxSize, or lower replicas\.max$/,
    );
  });

  it("is refused where the most pods go beyond a quota of their namespace", () => {
    const most = service("courses", { min: 1, max: 60 }, "300m");
    const single = { addons: SMALL_SETTINGS, dataProtection: "disposable" } as const;
    const problems = capacityProblems(environment({ desiredSize: 60, maxSize: 60 }, single), {
      releases: releases(SMALL_SETTINGS),
      services: [most],
    });
    expect(problems).toEqual(
      [
        ["cpu", "4000m", "22500m"],
        ["memory", "10240Mi", "38400Mi"],
        ["memory limits", "20480Mi", "76800Mi"],
        ["pods", "40", "75"],
      ].map(
        ([what, quota, got]) =>
          `gitops/environments/test: services of microservices must fit at their most into its quota of ${what}, ${quota}, ` +
          `got ${got}; lower replicas.max, or raise the quota in namespaces.ts`,
      ),
    );
  });
});

it("lets services run on tainted nodes, and add-ons not", () => {
  const taints = [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }] as const;
  const compute = { ...general, instanceTypes: ["c6i.2xlarge"], desiredSize: 3, taints } as const;
  const tainted = environment({ desiredSize: 0, maxSize: 0 }, {
    cluster: { nodeGroups: { compute } },
  } as unknown as Partial<Environment>);
  const pending = pendingPods(tainted, load(service("media", { min: 3, max: 3 })), "least", () => 3);
  const names = [...pending.keys()].map(({ name }) => name);
  expect(names).not.toContain("media");
  expect(names).toContain("cluster-autoscaler");
});

describe("nodes that the autoscaler adds", () => {
  const grown = (scalingGroups: "one" | "one-per-zone", pods: number, maxSize = 21) =>
    capacityProblems(
      environment({ desiredSize: 9, maxSize }, {
        cluster: { nodeGroups: { general: { ...general, scalingGroups, maxSize } } },
      } as unknown as Partial<Environment>),
      load(service("web", { min: 3, max: pods }, "500m")),
    );

  it("come in each zone where each has an Auto Scaling group of its own", () => {
    expect(grown("one-per-zone", 20)).toEqual([]);
  });

  it("may be as many as a lost zone leaves behind", () => {
    expect(grown("one-per-zone", 20, 15)).toEqual(
      ["us-east-1a", "us-east-1b", "us-east-1c"].map(
        (zone) =>
          `test.cluster.nodeGroups: must have room for every pod at their maxSize without ${zone}, got 5 without (5 of web), ` +
          "2500m and 2560Mi; raise maxSize, so that the others can grow by what a lost one leaves behind",
      ),
    );
  });

  it("do not come where one group is over all zones, and its node is in another than the pods must be in", () => {
    const problem = (zone: string, got: string) =>
      `test.cluster.nodeGroups: must have room for every pod on the nodes that the Cluster Autoscaler adds by one in ${zone}, ` +
      `got ${got}; choose "one-per-zone" for scalingGroups, or raise maxSize`;
    expect(grown("one", 20)).toEqual([
      problem("us-east-1a", "6 without (6 of web), 3000m and 3072Mi"),
      problem("us-east-1b", "5 without (5 of web), 2500m and 2560Mi"),
    ]);
  });
});
