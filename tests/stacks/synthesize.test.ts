import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Annotations, type App, Aspects, Tokenization } from "cdktf";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../environments/configuration-error";
import { dev } from "../../environments/dev";
import { Root } from "../../stacks/root";
import { type RootBuilder, type Synthesis, synthesize } from "../../stacks/synthesize";

class TestRoot extends Root {
  constructor(app: App, id: string, fill: (root: TestRoot) => void = () => {}) {
    super(app, id, dev);
    fill(this);
  }
}

const build = (id: string, fill?: (root: TestRoot) => void): RootBuilder => {
  return (app) => new TestRoot(app, id, fill);
};

function run(...builders: RootBuilder[]): Synthesis {
  return synthesize(() => builders, mkdtempSync(join(tmpdir(), "lms-synth-")));
}

describe("synthesize", () => {
  it("writes every root, with a lock file of the providers that it requires", () => {
    const { outdir, problems } = run(build("one"), build("two"));
    expect(problems).toEqual([]);
    for (const id of ["one", "two"]) {
      expect(existsSync(join(outdir, "stacks", id, "cdk.tf.json"))).toBe(true);
      const lockFile = readFileSync(join(outdir, "stacks", id, ".terraform.lock.hcl"), "utf8");
      expect(lockFile.match(/^provider .*$/gm)).toEqual(['provider "registry.terraform.io/hashicorp/aws" {']);
    }
  });

  it("lets all roots together be checked once each is right, and leaves nothing behind when they are not", () => {
    const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
    const file = join(outdir, "stacks", "one", "cdk.tf.json");
    const check = ({ roots }: { readonly roots: readonly string[] }) => [`${roots.join("+")} ${existsSync(file)}`];
    expect(synthesize(() => [build("one"), build("two")], outdir, check).problems).toEqual(["one+two true"]);
    expect([existsSync(file), existsSync(join(outdir, "manifest.json"))]).toEqual([false, false]);
    const wrong = build("one", (root) => Annotations.of(root).addError("must be right"));
    expect(synthesize(() => [wrong], outdir, check).problems).toEqual(["one: must be right"]);
  });

  it("reports the problems of all roots, whether thrown, annotated or found by a validation", () => {
    const { problems } = run(
      () => {
        throw new ConfigurationError(["first: is wrong", "first: is wrong twice"]);
      },
      build("annotated", (root) => Annotations.of(root).addError("must not be annotated")),
      build("invalid", (root) => root.node.addValidation({ validate: () => ["must be valid"] })),
      () => {
        throw new TypeError("x is not a function");
      },
    );
    expect(problems).toEqual([
      "first: is wrong",
      "first: is wrong twice",
      "TypeError: x is not a function",
      "invalid: must be valid",
      "annotated: must not be annotated",
    ]);
  });

  it("refuses two roots of one name, whose state would be one", () => {
    expect(run(build("one"), build("one")).problems).toEqual([
      "one: must be the name of one root, got it twice; rename one",
    ]);
  });

  it("keeps no token of a root that is written, and with it no root", () => {
    const arns: string[] = [];
    run(build("one", (root) => arns.push(new Vpc(root, "vpc", { cidrBlock: "10.0.0.0/16" }).arn)));
    expect(() => Tokenization.reverseString(String(arns[0]))).toThrow("Unrecognized Token Key");
  });

  it("reports what the list of roots itself throws", () => {
    const { problems } = synthesize(
      () => {
        throw new ConfigurationError(["LMS_ENVIRONMENTS: must name known environments"]);
      },
      mkdtempSync(join(tmpdir(), "lms-synth-")),
    );
    expect(problems).toEqual(["LMS_ENVIRONMENTS: must name known environments"]);
  });

  it("runs the aspects of a root, and reports their errors", () => {
    const { problems } = run(
      build("root", (root) => {
        Aspects.of(root).add({
          visit: (node) => {
            if (node instanceof Vpc) Annotations.of(node).addError("must not be a VPC");
          },
        });
        new Vpc(root, "vpc", { cidrBlock: "10.0.0.0/16" });
      }),
    );
    expect(problems).toEqual(["root/vpc: must not be a VPC"]);
  });

  it("refuses aspects on the app, which cdktf ignores", () => {
    const { problems } = run((app) => {
      Aspects.of(app).add({ visit: () => {} });
      return new TestRoot(app, "root");
    });
    expect(problems).toEqual(["app: must have no aspects, cdktf ignores them there; attach them to each root"]);
  });

  it("gives warnings without failing", () => {
    const { problems, warnings } = run(build("root", (root) => Annotations.of(root).addWarning("is old")));
    expect(problems).toEqual([]);
    expect(warnings).toEqual(["root: is old"]);
  });

  it("leaves no configuration behind when anything is wrong, not even that of an earlier synth", () => {
    const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
    const files = ["manifest.json", "stacks/good/cdk.tf.json", "stacks/bad/cdk.tf.json"];
    const present = () => files.filter((file) => existsSync(join(outdir, file)));
    synthesize(() => [build("good"), build("bad")], outdir);
    expect(present()).toEqual(files);
    synthesize(() => [build("good"), build("bad", (root) => Annotations.of(root).addError("is bad"))], outdir);
    expect(present()).toEqual([]);
  });
});

describe("a root", () => {
  it("refuses two constructs with one Terraform address", () => {
    const { problems } = run(
      build("root", (root) => {
        new Vpc(root, "a.b", { cidrBlock: "10.0.0.0/16" });
        new Vpc(root, "a-b", { cidrBlock: "10.1.0.0/16" });
      }),
    );
    expect(problems).toEqual([
      "root: Terraform address aws_vpc.a_b: must belong to one construct, got root/a.b and root/a-b; rename one",
    ]);
  });

  it("refuses two constructs that are given one address", () => {
    const { problems } = run(
      build("root", (root) => {
        new Vpc(root, "one", { cidrBlock: "10.0.0.0/16" });
        new Vpc(root, "two", { cidrBlock: "10.1.0.0/16" }).overrideLogicalId("one");
      }),
    );
    expect(problems).toEqual([
      "root: Terraform address aws_vpc.one: must belong to one construct, got root/one and root/two; rename one",
    ]);
  });

  it("lets different types share a name", () => {
    const { problems } = run(
      build("root", (root) => {
        const vpc = new Vpc(root, "a.b", { cidrBlock: "10.0.0.0/16" });
        new Subnet(root, "a-b", { vpcId: vpc.id, cidrBlock: "10.0.0.0/20" });
      }),
    );
    expect(problems).toEqual([]);
  });

  it("refuses number tokens that leaked into a string or a sum", () => {
    const { problems } = run(
      build("root", (root) => {
        const subnet = new Subnet(root, "subnet", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/20" });
        const index = subnet.enableLniAtDeviceIndex;
        new Vpc(root, "text", { cidrBlock: "10.0.0.0/16", tags: { Name: `device-${index}` } });
        new Vpc(root, "sum", { cidrBlock: "10.1.0.0/16", ipv4NetmaskLength: index * 2 });
      }),
    );
    expect(problems).toHaveLength(2);
    const remedy = "use Token.asString, Op or Fn instead of a template or arithmetic on a number";
    for (const problem of problems) expect(problem).toContain(`must not hold an unresolved cdktf token, got `);
    for (const problem of problems) expect(problem).toContain(remedy);
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(": must")))).toEqual([
      "root: resource.aws_vpc.text.tags.Name",
      "root: resource.aws_vpc.sum.ipv4_netmask_length",
    ]);
  });
});
