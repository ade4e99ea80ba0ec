import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram, temporaryFolder } from "../sandbox/support";
import { ACCOUNT_LIST, ENVIRONMENT_LIST } from "../support/names";
import { PLANS, readPlan } from "./plan-file";

describe("npm run plan", () => {
  const run = (...args: string[]) => runProgram("review/cli.ts", args);
  const planFile = (name: string) => {
    const file = join(temporaryFolder(), "plan.json");
    writeFileSync(file, JSON.stringify(readPlan(name)));
    return file;
  };

  test("reviews a plan that is there, in the terminal, as a page and for machines", async () => {
    const [html, json] = [join(temporaryFolder(), "r.html"), join(temporaryFolder(), "r.json")];
    const { exitCode, stdout, stderr } = await run(
      "dev-platform",
      "--from",
      planFile("admin-attached"),
      "--html",
      html,
      "--json",
      json,
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: readFileSync(join(PLANS, "admin-attached.txt"), "utf8"),
      stderr: "",
    });
    expect(readFileSync(html, "utf8")).toContain("attaches ADMINISTRATORACCESS to lms-dev-web");
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
      root: "dev-platform",
      verdict: { opens: 1, loses: [] },
      gate: { refusals: [], mustName: [], notes: [] },
    });
  });

  test("ends with 2 when the gate refuses the plan", async () => {
    const { exitCode, stdout } = await run("prod-platform", "--from", planFile("aurora-unprotected"));
    expect([exitCode, stdout.split("\n")[1]]).toEqual([
      2,
      expect.stringMatching(/^REFUSED: prod-platform: a loss must have an override, /),
    ]);
  });

  describe("of a plan that names its root", () => {
    const tagged = (root: string) => {
      const plan = readPlan("aurora-unprotected");
      const { configuration = {} } = plan;
      const expressions = { default_tags: [{ tags: { constant_value: { TerraformRoot: root } } }] };
      const file = join(temporaryFolder(), "plan.json");
      const provider_config = { ...configuration.provider_config, aws: { expressions } };
      writeFileSync(file, JSON.stringify({ ...plan, configuration: { ...configuration, provider_config } }));
      return file;
    };

    test("is as strict as that root is", async () => {
      const prod = await run("--from", tagged("prod-platform"));
      expect([prod.exitCode, prod.stdout.split("\n")[1]]).toEqual([
        2,
        expect.stringMatching(/^REFUSED: prod-platform: a loss must have an override, /),
      ]);
      expect((await run("--from", tagged("dev-platform"))).exitCode).toBe(0);
    });

    test("takes no other name for it", async () => {
      const { exitCode, stderr } = await run("dev-platform", "--from", tagged("prod-platform"));
      expect([exitCode, stderr]).toEqual([
        1,
        "plan: must name the root of the plan, got dev-platform for a plan of prod-platform; leave it out\n",
      ]);
    });

    test("must be named where the plan does not", async () => {
      const { exitCode, stderr } = await run("--from", planFile("aurora-unprotected"));
      expect([exitCode, stderr]).toEqual([
        1,
        "plan: must name a root, got a plan without the tag TerraformRoot; name it, such as dev-platform\n",
      ]);
    });
  });

  test.each<[string[], string | RegExp]>([
    [[], "plan: must name one root, got 0; such as dev-platform\n"],
    [["a", "b"], "plan: must name one root, got 2; such as dev-platform\n"],
    [["nowhere-platform"], `plan: must name a root of ${ACCOUNT_LIST}, got "nowhere-platform"; such as dev-platform\n`],
    [["dev-platform", "--never"], /^plan: Unknown option '--never'.*; see --help\n$/s],
    [
      ["dev-platform", "--from", "/nowhere.json"],
      /^plan: --from must be what `terraform show -json` prints, got ENOENT.*; write it anew\n$/,
    ],
    [
      ["dev-platform", "--from", "package.json"],
      "plan: --from must be what `terraform show -json <plan>` prints, got JSON of something else; write it anew\n",
    ],
  ])("refuses %j", async (args, message) => {
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });

  test("tells how it is used", async () => {
    expect((await run("--help")).stdout).toMatch(/^npm run plan -- <root>/);
  });
});

describe("npm run cost", () => {
  const run = (...args: string[]) => runProgram("review/cost-cli.ts", args);

  test("tells what an environment costs, part by part, and what comes on top", async () => {
    const { exitCode, stdout } = await run("dev");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\| US dollars a month +\| +dev \|\n/);
    expect(stdout).toMatch(/\| `cluster` +\| +73 \|\n/);
    expect(stdout).toContain("Every price is known.");
    expect(stdout).toContain("aws_nat_gateway: GiB through it\n");
    const [cost] = JSON.parse((await run("dev", "--json")).stdout);
    expect(cost).toMatchObject({ environment: "dev", budget: 900, unknown: {} });
    expect(cost.lines).toContainEqual({
      part: "cluster",
      address: "aws_eks_cluster.cluster_cluster",
      what: "EKS cluster",
      minimum: 73,
      maximum: 73,
    });
  });

  test("refuses what it does not know", async () => {
    expect(await run("mars")).toMatchObject({
      exitCode: 1,
      stderr: `cost: must name known environments, got "mars"; choose from ${ENVIRONMENT_LIST}, small\n`,
    });
    expect((await run("--help")).stdout).toMatch(/^npm run cost /);
  });
});
