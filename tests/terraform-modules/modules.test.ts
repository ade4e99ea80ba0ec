import { beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "../../environments/environment";
import type { Module } from "../../terraform-modules/module";
import { modulesLike, withSettingComments } from "../../terraform-modules/write";
import { academy, dev, prod, STRUCTURES } from "./structures";

const written = new Map<string, readonly Module[]>();

beforeAll(() => {
  withSettingComments((commentOf) => {
    for (const like of STRUCTURES) written.set(like.name, modulesLike(like, commentOf).modules);
  });
});

function moduleOf(like: Environment, name: string): Module {
  const found = written.get(like.name)?.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no module ${name} like ${like.name}`);
  return found;
}

function resources({ main }: Module, type: string): Record<string, Record<string, unknown>> {
  return (main.resource as Record<string, Record<string, Record<string, unknown>>>)[type] ?? {};
}

const ref = (expression: string) => `\${${expression}}`;

describe.each(STRUCTURES)("the modules like $name", (like) => {
  it("have no backend, no provider and no value that cdktf spoiled", () => {
    for (const { name, main } of written.get(like.name) ?? []) {
      const blocks = Object.keys(main).filter((block) => !["locals", "data", "ephemeral", "resource"].includes(block));
      expect([name, blocks]).toEqual([name, []]);
      expect([name, /e\+(29|30)\d|TfToken|\bundefined\b/.exec(JSON.stringify(main))?.[0]]).toEqual([name, undefined]);
    }
  });

  it("have no account, domain or prefix of the environment but in defaults", () => {
    for (const { name, main, outputs } of written.get(like.name) ?? []) {
      const text = JSON.stringify({ main, outputs });
      const own = [
        like.account,
        like.edge.domain,
        `lms-${like.name}`,
        `lms/${like.name}`,
        `${like.region}a`,
        like.network.cidr,
      ];
      expect([name, own.filter((value) => text.includes(value))]).toEqual([name, []]);
    }
  });

  it.each([
    ["vpc", ["vpc_id", "subnet_ids", "security_group_ids"]],
    ["eks", ["cluster_endpoint", "node_groups", "oidc_provider"]],
    ["rds", ["db_endpoint", "connection_string"]],
    ["s3-cloudfront", ["bucket_names", "cloudfront_url"]],
    ["iam", ["role_arns", "policies"]],
    ["monitoring", ["dashboard_urls", "sns_topics"]],
  ])("%s has the outputs of the architecture", (name, outputs) => {
    expect(Object.keys(moduleOf(like, name).outputs)).toEqual(expect.arrayContaining(outputs));
  });
});

describe("vpc", () => {
  it("takes names that the field knows, with the environment's values as defaults", () => {
    const { variables } = moduleOf(academy, "vpc");
    const defaults = Object.entries(variables).map(([name, { type, default: value }]) => [name, type, value]);
    expect(defaults).toEqual([
      ["azs", "list(string)", ["us-west-2b", "us-west-2d"]],
      ["cidr", "string", "172.20.0.0/18"],
      ["cloudwatch_log_group_retention_in_days", "number", 90],
      ["kms_key_arns", "object({ logs = string })", undefined],
      ["name", "string", "lms-academy"],
      ["permissions_boundary", "string", null],
      ["tags", "map(string)", {}],
    ]);
  });

  it("has the id of a VPC that is there already as a variable, and refuses another form of it", () => {
    const network = { ...academy.network, vpc: "vpc-0a1b2c3d4e5f60718" };
    const { modules } = withSettingComments((commentOf) => modulesLike({ ...academy, network }, commentOf));
    const module = modules.find(({ name }) => name === "vpc");
    expect(module?.variables.vpc).toMatchObject({
      type: "string",
      default: "vpc-0a1b2c3d4e5f60718",
      validation: [{ condition: ref('can(regex("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", var.vpc))') }],
    });
    expect(module?.main.data).toMatchObject({ aws_vpc: { network_vpc: { id: ref("var.vpc") } } });
    expect(module?.outputs.vpc_id?.value).toBe(ref("data.aws_vpc.network_vpc.id"));
  });

  it("cuts each subnet's block by the letter that its zone had, wherever the zone is", () => {
    const { network_private_app_b: b, network_private_app_d: d } = resources(moduleOf(academy, "vpc"), "aws_subnet");
    expect([b?.availability_zone, b?.cidr_block]).toEqual([ref("var.azs[0]"), ref("cidrsubnet(var.cidr, 4, 1)")]);
    expect([d?.availability_zone, d?.cidr_block]).toEqual([ref("var.azs[1]"), ref("cidrsubnet(var.cidr, 4, 3)")]);
  });

  it("is kept by Terraform where the environment's data is retained, and can be destroyed where it is not", () => {
    const [kept] = Object.values(resources(moduleOf(prod, "vpc"), "aws_vpc"));
    const [disposable] = Object.values(resources(moduleOf(dev, "vpc"), "aws_vpc"));
    expect(kept?.lifecycle).toEqual({ prevent_destroy: true });
    expect(disposable?.lifecycle).toBeUndefined();
  });

  it("refuses a block in the words of the synth", () => {
    const [validation] = moduleOf(dev, "vpc").variables.cidr?.validation ?? [];
    expect(validation?.error_message).toBe(
      `cidr: must be an IPv4 block of /16 to /21 such as 10.0.0.0/16, of addresses that hosts can have, got ${ref("jsonencode(var.cidr)")}; ` +
        "AWS has no larger VPC, and a smaller one has no room for the load balancer's subnets",
    );
  });
});

describe("eks", () => {
  it("has the node groups of the environment as fields of one variable, each with its default", () => {
    const { type, default: value } = moduleOf(academy, "eks").variables.eks_managed_node_groups ?? {};
    expect(value).toEqual({});
    expect(type).toBe(
      "object({ " +
        'system = optional(object({ instance_types = optional(list(string), ["t3.large","m6i.large"]), min_size = optional(number, 1), ' +
        "desired_size = optional(number, 2), max_size = optional(number, 4), disk_gib = optional(number, 50) }), {}), " +
        'video_work = optional(object({ instance_types = optional(list(string), ["c6i.xlarge","c6i.2xlarge"]), min_size = optional(number, 0), ' +
        "desired_size = optional(number, 0), max_size = optional(number, 2), disk_gib = optional(number, 50) }), {}) })",
    );
  });

  it("waits for the identities of pods, and works without", () => {
    const { pod_identity_associations } = moduleOf(academy, "eks").variables;
    expect(pod_identity_associations).toMatchObject({ type: "list(string)", default: [] });
    expect(resources(moduleOf(academy, "eks"), "aws_eks_node_group").nodes_system_b?.depends_on).toContain(
      "var.pod_identity_associations",
    );
  });
});

it("a key of another region is refused before AWS would", () => {
  const [validation] =
    moduleOf(dev, "kms").variables.kms_key_arns?.validation ??
    moduleOf(dev, "rds").variables.kms_key_arns?.validation ??
    [];
  expect(validation?.error_message).toBe(
    `kms_key_arns: must be in the module's own region ${ref("data.aws_region.current.id")}, got ` +
      `${ref("jsonencode(values(var.kms_key_arns))")}; AWS takes no other region's`,
  );
});

it("values of us-east-1 are refused from anywhere else, where a platform has keys and topics there beside its own", () => {
  const { global_kms_key_arns: keys, kms_key_arns: own } = moduleOf(academy, "edge").variables;
  expect(keys?.type).toBe("object({ logs = string })");
  expect(keys?.validation).toEqual([
    {
      condition: ref(
        'alltrue([for arn in values(var.global_kms_key_arns) : can(regex("^arn:aws[a-z-]*:kms:us-east-1:", arn))])',
      ),
      error_message: `global_kms_key_arns: must be in us-east-1, got ${ref("jsonencode(values(var.global_kms_key_arns))")}; AWS takes no other region's`,
    },
  ]);
  expect(own?.validation?.[0]?.condition).toContain(ref("data.aws_region.current.id"));
});

it.each([
  [dev, "==", "be us-east-1"],
  [academy, "!=", "be another than us-east-1"],
])("the edge like $name refuses a region that its structure is not made for", (like, relation, must) => {
  const { aws_region: region } = moduleOf(like, "edge").main.data as Record<string, Record<string, object>>;
  const message = `region: must ${must}, where CloudFront and Route 53 write logs and metrics, got ${ref("self.id")}; write the modules like an environment that is there`;
  expect(region?.current).toEqual({
    lifecycle: {
      postcondition: [{ condition: ref(`self.id ${relation} "us-east-1"`), error_message: message }],
    },
  });
});

it("modules outside us-east-1 are handed its provider, and a module has what they all need there", () => {
  const handed = ["edge", "s3-cloudfront", "monitoring", "global-region"].map(
    (name) => moduleOf(academy, name).aliases,
  );
  expect(handed).toEqual([["global"], ["global"], ["global"], ["global"]]);
  expect(Object.keys(moduleOf(academy, "global-region").outputs)).toEqual([
    "global_kms_key_arns",
    "global_sns_topic_names",
    "global_sns_topics",
  ]);
  expect(written.get("dev")?.some(({ name }) => name === "global-region")).toBe(false);
});

it("modules of the second region are handed its provider", () => {
  expect(moduleOf(prod, "disaster-recovery").aliases).toEqual(["recovery"]);
  expect(moduleOf(prod, "rds").aliases).toEqual(["recovery"]);
  expect(moduleOf(dev, "rds").aliases).toEqual([]);
});
