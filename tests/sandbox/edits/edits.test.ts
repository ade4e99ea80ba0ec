import { describe, expect, it } from "vitest";
import type { PlannedChange } from "../../../review/plan/planned-change";
import { readArguments, readEditsArguments } from "../../../sandbox/arguments";
import { batchConfiguration, batchesOf, causesOf } from "../../../sandbox/edits/batches";
import { changedBlocks, withChanges } from "../../../sandbox/edits/blocks";
import { editProblems } from "../../../sandbox/edits/compare";
import { effectOf } from "../../../sandbox/edits/effect";
import { ENVIRONMENT_LIST } from "../../support/names";

const ref = (expression: string) => `\${${expression}}`;
const BASE = {
  provider: { aws: [{ region: "us-east-1" }] },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: ref("aws_vpc.main.id") }, b: { vpc_id: ref("aws_vpc.main.id") } },
    aws_instance: { web: { subnet_id: ref("aws_subnet.a.id"), "//": { metadata: 1 } } },
  },
};
const vpc = { ...BASE, resource: { ...BASE.resource, aws_vpc: { main: { cidr_block: "10.1.0.0/16" } } } };
const withoutB = { ...BASE, resource: { ...BASE.resource, aws_subnet: { a: BASE.resource.aws_subnet.a } } };
const withoutInstance = { ...BASE, resource: { aws_vpc: BASE.resource.aws_vpc, aws_subnet: BASE.resource.aws_subnet } };

describe("the changed blocks of a configuration", () => {
  it("are those that differ, with what they become", () => {
    expect([...changedBlocks(BASE, vpc)]).toEqual([["resource.aws_vpc.main", { cidr_block: "10.1.0.0/16" }]]);
    expect([...changedBlocks(BASE, withoutB)]).toEqual([["resource.aws_subnet.b", undefined]]);
    expect([...changedBlocks(BASE, BASE)]).toEqual([]);
  });

  it("are not the notes of cdktf", () => {
    const web = { subnet_id: ref("aws_subnet.a.id"), "//": { metadata: 2 } };
    const noted = { ...BASE, resource: { ...BASE.resource, aws_instance: { web } } };
    expect([...changedBlocks(BASE, noted)]).toEqual([]);
  });

  it("make the one configuration of the other, down to the types that are left", () => {
    expect(withChanges(BASE, changedBlocks(BASE, vpc))).toEqual(vpc);
    expect(withChanges(BASE, changedBlocks(BASE, withoutInstance))).toEqual(withoutInstance);
    expect(withChanges(withoutInstance, changedBlocks(withoutInstance, BASE))).toEqual(BASE);
  });
});

describe("batches", () => {
  const edits = new Map([
    ["block", changedBlocks(BASE, vpc)],
    ["b goes", changedBlocks(BASE, withoutB)],
    ["other block", new Map([["resource.aws_vpc.main", { cidr_block: "10.2.0.0/16" }]])],
    ["same block", changedBlocks(BASE, vpc)],
  ]);
  const batches = batchesOf(edits);

  it("are as few as can be without a block that is changed in two ways", () => {
    expect(batches.map((batch) => [...batch.edits.keys()])).toEqual([
      ["block", "b goes", "same block"],
      ["other block"],
    ]);
  });

  it("tell what a change comes from: an edit of its own, or of the nearest that it refers to", () => {
    const [batch = { edits: new Map() }] = batches;
    const configuration = batchConfiguration(BASE, batch);
    expect(configuration.resource?.aws_subnet).toEqual({ a: BASE.resource.aws_subnet.a });
    expect(causesOf("aws_subnet.b", batch, configuration)).toEqual(["b goes"]);
    expect(causesOf("aws_instance.web", batch, configuration)).toEqual(["block", "same block"]);
    const provider = { edits: new Map([["tags", new Map([["provider", {}]])]]) };
    expect(causesOf("aws_vpc.main", provider, BASE)).toEqual(["tags"]);
  });
});

describe("the effect of a plan", () => {
  const change = (type: string, action: PlannedChange["action"], more: Partial<PlannedChange> = {}) =>
    ({ type, action, before: {}, after: {}, differences: [], ...more }) as unknown as PlannedChange;
  const differing = (path: string) => ({ differences: [{ path }] }) as unknown as Partial<PlannedChange>;

  it.each([
    ["in place", [change("aws_lb", "update"), change("aws_sqs_queue", "create")]],
    [
      "in place",
      [change("terraform_data", "delete"), change("aws_eks_node_group", "update", differing("scaling_config"))],
    ],
    ["replaces stateless", [change("aws_lb", "update"), change("aws_lb_listener_rule", "replace")]],
    ["rolls nodes", [change("aws_eks_node_group", "update", differing("launch_template.version"))]],
    ["rolls nodes", [change("aws_route53_record", "delete"), change("aws_eks_node_group", "replace")]],
    ["fails over", [change("aws_rds_cluster_instance", "update", differing("instance_class"))]],
    [
      "fails over",
      [
        change("aws_elasticache_replication_group", "update", {
          before: { num_cache_clusters: 3 },
          after: { num_cache_clusters: 2 },
        }),
      ],
    ],
    [
      "in place",
      [
        change("aws_elasticache_replication_group", "update", {
          before: { num_cache_clusters: 2 },
          after: { num_cache_clusters: 3 },
        }),
      ],
    ],
    ["loses data", [change("aws_eks_node_group", "replace"), change("aws_s3_bucket", "delete")]],
    ["in place", []],
  ] as const)("is %s: %#", (effect, changes) => {
    expect(effectOf(changes)).toBe(effect);
  });
});

describe("the table", () => {
  const remedy = "correct environments/edits";

  it("is right where it says what happens", () => {
    expect(editProblems("x", { retained: "rolls nodes" }, { effect: "rolls nodes" }, "retained")).toEqual([]);
    expect(editProblems("x", { retained: "never" }, { refused: "no" }, "retained")).toEqual([]);
    const lost = { retained: "in steps", disposable: "loses data" } as const;
    expect(editProblems("x", lost, { refused: "no" }, "retained")).toEqual([]);
    expect(editProblems("x", lost, { effect: "loses data" }, "disposable")).toEqual([]);
    expect(editProblems("x", { retained: "never" }, { refused: "no" }, "disposable")).toEqual([]);
    expect(editProblems("x", { retained: "in steps", unrefused: true }, { effect: "in place" }, "retained")).toEqual(
      [],
    );
  });

  it("is wrong where something else happens", () => {
    expect(editProblems("x", { retained: "in place" }, { effect: "rolls nodes" }, "retained")).toEqual([
      `x: must be rolls nodes where data is retained, got in place; ${remedy}`,
    ]);
    const other = { retained: "in place", disposable: "fails over" } as const;
    expect(editProblems("x", other, { effect: "in place" }, "retained")).toEqual([
      `x: must be in place where data is disposable, got fails over; ${remedy}`,
    ]);
    expect(editProblems("x", other, { effect: "in place" }, "disposable")).toEqual([
      `x: must be in place where data is disposable, got fails over; ${remedy}`,
    ]);
    expect(editProblems("x", { retained: "in place" }, { refused: "the VPC must stay" }, "retained")).toEqual([
      `x: must be in steps or never where data is retained, got in place, while it is refused: the VPC must stay; ${remedy}`,
    ]);
    expect(editProblems("x", { retained: "never" }, { effect: "in place" }, "retained")).toEqual([
      `x: must be refused where data is retained, got the effect in place; ${remedy}`,
    ]);
    expect(editProblems("x", { retained: "never" }, { effect: "loses data" }, "disposable")).toEqual([
      `x: must be refused where data is disposable, got the effect loses data; ${remedy}`,
    ]);
  });
});

describe("npm run sandbox -- edits", () => {
  it("takes an environment, and edits of the table", () => {
    expect(readEditsArguments(["edits", "prod", "owner", "A queue is added"])).toMatchObject({
      environment: { name: "prod" },
      edits: ["owner", "A queue is added"],
    });
    expect(readEditsArguments(["edits", "dev"])).toMatchObject({ environment: { name: "dev" }, edits: [] });
    expect(readEditsArguments(["prod"])).toBe(undefined);
    expect(readArguments(["prod"])?.environments.map(({ name }) => name)).toEqual(["prod"]);
    for (const name of ["none", "shared"]) {
      expect(() => readEditsArguments(["edits", ...(name === "none" ? [] : [name])])).toThrow(
        `sandbox: edits must name one environment, got ${name}; choose from ${ENVIRONMENT_LIST}`,
      );
    }
    expect(() => readEditsArguments(["edits", "prod", "color"])).toThrow(
      "sandbox: edits must be those of docs/edits.md, got color; look it up in environments/edits",
    );
  });
});
