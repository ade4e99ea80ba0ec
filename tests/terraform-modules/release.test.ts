import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { Failure } from "../../scripts/failure";
import { writeRelease } from "../../terraform-modules/release";
import { temporaryFolder } from "../sandbox/support";

/** What a module has, as Terraform's JSON. */
interface Files {
  readonly variable?: object;
  readonly output?: object;
  readonly resource?: object;
  readonly moved?: readonly object[];
  readonly aliases?: readonly string[];
}

const VPC = {
  variable: { cidr: { type: "string", default: "10.0.0.0/16" }, zone: { type: "string" } },
  output: { vpc_id: { value: "" } },
  resource: { aws_vpc: { vpc: { cidr_block: "one" } } },
  aliases: ["aws.recovery"],
};

let out: string;

beforeEach(() => {
  out = temporaryFolder();
});

function release(version: string, modules: Readonly<Record<string, Files>>): void {
  writeRelease(version, out, (folder) => {
    for (const [name, { variable, output, aliases, ...main }] of Object.entries(modules)) {
      const module = join(folder, "modules", name);
      mkdirSync(module, { recursive: true });
      writeFileSync(join(module, "main.tf.json"), JSON.stringify(main));
      writeFileSync(join(module, "variables.tf.json"), JSON.stringify({ variable }));
      writeFileSync(join(module, "outputs.tf.json"), JSON.stringify({ output }));
      const required_providers = { aws: { configuration_aliases: aliases } };
      writeFileSync(join(module, "versions.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    }
  });
}

const changelog = () => readFileSync(join(out, "CHANGELOG.md"), "utf8");

it("the first release has any version, and says how a module is called by its tag", () => {
  release("0.3.0", { vpc: VPC });
  expect(changelog()).toBe("# Changes\n\n## 0.3.0\n\nThe first release.\n");
  expect(readFileSync(join(out, "README.md"), "utf8")).toContain(
    'source = "git::https://<this repository>//modules/vpc?ref=v0.3.0"',
  );
});

it("leaves what else is in the folder, such as its Git repository, and takes modules away that are gone", () => {
  release("1.0.0", { vpc: VPC, rds: VPC });
  writeFileSync(join(out, "LICENSE"), "theirs");
  release("2.0.0", { vpc: VPC });
  expect(readFileSync(join(out, "LICENSE"), "utf8")).toBe("theirs");
  expect(() => readFileSync(join(out, "modules", "rds", "main.tf.json"))).toThrow("ENOENT");
});

it.each<[change: string, least: string, told: string, files: Files]>([
  ["nothing", "1.4.3", "", VPC],
  [
    "other arguments",
    "1.4.3",
    "`vpc`: `aws_vpc.vpc` has other arguments",
    { ...VPC, resource: { aws_vpc: { vpc: { cidr_block: "two" } } } },
  ],
  [
    "another default",
    "1.5.0",
    "`vpc`: variable `cidr` has another default",
    { ...VPC, variable: { ...VPC.variable, cidr: { type: "string", default: "10.1.0.0/16" } } },
  ],
  [
    "a new variable with a default",
    "1.5.0",
    "`vpc`: variable `tags` is new",
    { ...VPC, variable: { ...VPC.variable, tags: { type: "map(string)", default: {} } } },
  ],
  ["a new output", "1.5.0", "`vpc`: output `arn` is new", { ...VPC, output: { ...VPC.output, arn: {} } }],
  [
    "a new resource",
    "1.5.0",
    "`vpc`: `aws_eip.nat` is new",
    { ...VPC, resource: { ...VPC.resource, aws_eip: { nat: {} } } },
  ],
  [
    "a new variable that is required",
    "2.0.0",
    "`vpc`: variable `name` is new and required",
    { ...VPC, variable: { ...VPC.variable, name: { type: "string" } } },
  ],
  [
    "a default that is taken away",
    "2.0.0",
    "`vpc`: variable `cidr` is now required",
    { ...VPC, variable: { ...VPC.variable, cidr: { type: "string" } } },
  ],
  [
    "another type",
    "2.0.0",
    "`vpc`: variable `zone` has another type",
    { ...VPC, variable: { ...VPC.variable, zone: { type: "list(string)" } } },
  ],
  [
    "a variable that is gone",
    "2.0.0",
    "`vpc`: variable `zone` is gone",
    { ...VPC, variable: { cidr: VPC.variable.cidr } },
  ],
  [
    "a provider that must be handed",
    "2.0.0",
    "`vpc`: provider `aws.global` must be handed to it",
    { ...VPC, aliases: ["aws.global", "aws.recovery"] },
  ],
  [
    "a provider that is not handed any more",
    "2.0.0",
    "`vpc`: provider `aws.recovery` is no longer handed to it",
    { ...VPC, aliases: [] },
  ],
  ["an output that is gone", "2.0.0", "`vpc`: output `vpc_id` is gone", { ...VPC, output: {} }],
  [
    "a resource that is gone",
    "2.0.0",
    "`vpc`: `aws_vpc.vpc` is gone",
    { ...VPC, resource: { aws_vpc: { main: { cidr_block: "one" } } } },
  ],
  [
    "a resource that is moved",
    "1.5.0",
    "`vpc`: `aws_vpc.main` is new",
    {
      ...VPC,
      resource: { aws_vpc: { main: { cidr_block: "one" } } },
      moved: [{ from: "aws_vpc.vpc", to: "aws_vpc.main" }],
    },
  ],
])("%s is at least %s after 1.4.2", (_, least, told, files) => {
  release("1.4.2", { vpc: VPC });
  const why = told === "" ? "" : `\n  ${told}`;
  expect(() => release("1.4.2", { vpc: files })).toThrow(
    new Failure(`modules: --release must be at least ${least} after 1.4.2, got 1.4.2${why}`),
  );
  release(least, { vpc: files });
  expect(changelog()).toContain(`## ${least}\n\n`);
  expect(changelog()).toContain(told);
  expect(changelog()).toContain("## 1.4.2\n\nThe first release.\n");
});

it("a module that is gone breaks, and does so before 1.0.0 in a minor version", () => {
  release("0.4.2", { vpc: VPC, rds: VPC });
  const remaining = { vpc: VPC };
  expect(() => release("0.4.3", remaining)).toThrow("must be at least 0.5.0 after 0.4.2, got 0.4.3");
  release("0.5.0", remaining);
  expect(changelog()).toContain("## 0.5.0\n\nBreaking:\n\n- `rds`: the module is gone\n");
});

it("refuses what is no version", () => {
  expect(() => release("v1.2", {})).toThrow('modules: --release must be a version such as 1.2.0, got "v1.2"');
});
