import { TerraformStack, Testing } from "cdktf";
import { expect, it } from "vitest";
import type { Addons } from "../../../modules/cluster-addons/addon";
import { AddonReleases } from "../../../modules/cluster-addons/addon-releases";
import { ClusterClasses } from "../../../modules/cluster-addons/cluster-classes";
import { ClusterNamespaces } from "../../../modules/cluster-addons/cluster-namespaces";

function build(addons: Addons) {
  const stack = new TerraformStack(Testing.app(), "tried");
  const cidrs = { app: "10.0.0.0/17", data: "10.0.160.0/19" };
  const namespaces = new ClusterNamespaces(stack, "namespaces", { availability: "single", cidrs });
  const classes = new ClusterClasses(stack, "classes", { dataKeyArn: "arn:aws:kms:us-east-1:555555555555:key/1" });
  const { node } = new AddonReleases(stack, "releases", { namespaces, classes, addons });
  return {
    problems: node.metadata.filter(({ type }) => type === "@cdktf/error").map(({ data }) => data),
    releases: node.children.map((child) => child.node.id),
  };
}

const addon = {
  chart: "external-dns",
  namespace: "security",
  identity: "none",
  values: {},
  state: "stateless",
} as const;

it("makes a release for each add-on, whatever their order", () => {
  expect(build({ second: { ...addon, after: ["first"] }, first: { ...addon, after: [] } })).toEqual({
    problems: [],
    releases: ["first", "second"],
  });
});

it("reports every problem of the set, and makes nothing of it", () => {
  expect(build({ one: { ...addon, after: ["other"] }, other: { ...addon, after: ["one", "third"] } })).toEqual({
    problems: [
      "one.after: must not lead back to the add-on itself, got one -> other -> one; remove one",
      'other.after: must name add-ons, got "third"; choose from one, other',
      "other.after: must not lead back to the add-on itself, got other -> one -> other; remove one",
    ],
    releases: [],
  });
});
