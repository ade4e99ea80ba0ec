import { describe, expect, it } from "vitest";
import { environmentFile, freeBlock, placeholderAccount } from "../../scripts/new-environment/environment-file";
import {
  withDelivery,
  withListed,
  withoutDelivery,
  withoutListed,
  withoutRisks,
  withRisks,
} from "../../scripts/new-environment/lists";
import { unreleased } from "../../scripts/new-environment/written";
import { runProgram } from "../sandbox/support";

const TEST = `import type { Environment } from "./environment";

/**
 * Tests.
 */
export const test = {
  name: "test",
  account: "111111111111",
  stateBucket: "lms-test-terraform-state-111111111111",
  access: { planner: { principal: "arn:aws:iam::444444444444:role/test", externalId: "lms-test-planner" } },
  network: { cidr: "10.2.0.0/16" },
  addons: { alerts: { slackChannel: "#lms-test-alerts" } },
  edge: { domain: "test.lms.example.com", zone: { name: "test.lms.example.com" } },
  distribution: { ltiFrameOrigins: ["https://canvas.test.example.edu"] },
  recovery: { cidr: "10.3.0.0/17" },
} as const satisfies Environment;
`;

const TAKEN = ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/17", "10.200.0.0/24"];

describe("the file of a new environment", () => {
  it("has its own name, account, bucket, site and networks, and the rest of the other's", () => {
    expect(environmentFile(TEST, "test", { name: "qa", account: "666666666666" }, TAKEN)).toBe(
      `import type { Environment } from "./environment";

/** Made like test. */
export const qa = {
  name: "qa",
  account: "666666666666",
  stateBucket: "lms-qa-terraform-state-666666666666",
  access: { planner: { principal: "arn:aws:iam::444444444444:role/test", externalId: "lms-qa-planner" } },
  network: { cidr: "10.4.0.0/16" },
  addons: { alerts: { slackChannel: "#lms-qa-alerts" } },
  edge: { domain: "qa.lms.example.com", zone: { name: "qa.lms.example.com" } },
  distribution: { ltiFrameOrigins: ["https://canvas.test.example.edu"] },
  recovery: { cidr: "10.3.128.0/17" },
} as const satisfies Environment;
`,
    );
  });

  it("has what it is given", () => {
    const given = { cidr: "172.30.0.0/20", domain: "learn.example.org", stateBucket: "learn-state" };
    const file = environmentFile(TEST, "test", { name: "qa", account: "666666666666", ...given }, TAKEN);
    expect(file).toContain('stateBucket: "learn-state"');
    expect(file).toContain('network: { cidr: "172.30.0.0/20" }');
    expect(file).toContain('edge: { domain: "learn.example.org", zone: { name: "learn.example.org" } }');
  });

  it("is refused like one without values of its own", () => {
    expect(() =>
      environmentFile("export const small = { ...test };", "small", { name: "qa", account: "666666666666" }, []),
    ).toThrow("new-environment: environments/small.ts must have a domain of its own, got none; choose another --like");
  });

  it("takes a free network of the same size", () => {
    expect(freeBlock("10.0.0.0/16", ["10.0.0.0/15"])).toBe("10.2.0.0/16");
    expect(freeBlock("10.0.0.0/16", ["10.0.0.0/8"])).toBe("172.16.0.0/16");
    expect(() => freeBlock("10.0.0.0/16", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])).toThrow(
      "new-environment: there must be a free private network of /16, got none; name one with --cidr",
    );
  });

  it("takes an account that is none until it is given one", () => {
    expect(placeholderAccount(["111111111111", "333333333333"])).toBe("222222222222");
  });
});

const INDEX = `import { ConfigurationError } from "./configuration-error";
import { dev } from "./dev";
import { prod } from "./prod";
import { validateEnvironments } from "./validate";

export const ENVIRONMENTS: readonly Environment[] = [dev, prod];
`;

describe("the lists of environments", () => {
  it.each([
    ["qa", "dev", "[dev, qa, prod]"],
    ["qa", "prod", "[dev, qa, prod]"],
    ["qa", "small", "[dev, qa, prod]"],
    ["zoo", "dev", "[dev, zoo, prod]"],
  ])("have %s, made like %s, before the last: %s", (name, like, list) => {
    const listed = withListed(INDEX, name, like);
    expect(listed).toContain(`readonly Environment[] = ${list};`);
    const imports = listed.match(/(?<=^import \{ )\w+/gm);
    expect(imports).toEqual(
      name === "qa"
        ? ["ConfigurationError", "dev", "prod", "qa", "validateEnvironments"]
        : ["ConfigurationError", "dev", "prod", "validateEnvironments", "zoo"],
    );
    expect(withoutListed(listed, name)).toBe(INDEX);
  });

  it("have a second one behind the only one", () => {
    const one = INDEX.replace("[dev, prod]", "[dev]");
    expect(withListed(one, "qa", "dev")).toContain("[dev, qa];");
  });

  it("say how it is delivered to: by itself, but where data is retained", () => {
    const values = "environments:\n  dev: { sync: automated, slackChannel: a }\n\nnamespaces: [core]\n";
    const added = withDelivery(values, "qa", "disposable");
    expect(added).toBe(
      "environments:\n  dev: { sync: automated, slackChannel: a }\n  qa: { sync: automated, slackChannel: lms-qa-deployments }\n\nnamespaces: [core]\n",
    );
    expect(withDelivery(values, "qa", "retained")).toContain("  qa: { sync: manual,");
    expect(withoutDelivery(added, "qa")).toBe(values);
  });

  it("accept in it what is accepted in the other, by name", () => {
    const risks =
      '- check: A\n  in: [dev-platform, prod-platform]\n- check: B\n  in: [state-dev]\n- check: C\n  in: ["*-platform"]\n';
    const added = withRisks(risks, "qa", "dev");
    expect(added).toBe(
      '- check: A\n  in: [dev-platform, qa-platform, prod-platform]\n- check: B\n  in: [state-dev, state-qa]\n- check: C\n  in: ["*-platform"]\n',
    );
    expect(withoutRisks(added, "qa")).toBe(risks);
  });

  it("have no release of its services", () => {
    expect(unreleased(`image:\n  tag: "${"a".repeat(40)}"\nreplicas: { min: 1, max: 2 }\n`)).toBe(
      `image:\n  tag: "${"0".repeat(40)}" # forty zeros: no release yet\nreplicas: { min: 1, max: 2 }\n`,
    );
  });
});

describe("npm run new-environment", () => {
  const run = (...args: string[]) => runProgram("scripts/new-environment.ts", args);

  it.each([
    [[], "new-environment: must name one environment, got 0; see --help\n"],
    [["dev"], "new-environment: the name must be free, got dev, which means something else; choose another\n"],
    [["state"], "new-environment: the name must be free, got state, which means something else; choose another\n"],
    [
      ["new"],
      /^new-environment: the name must be 2-10 lower-case letters or digits, a letter first and no word of .*, got "new"/,
    ],
    [["q-a"], /^new-environment: the name must be .*, got "q-a"; choose another\n$/],
    [["index"], "new-environment: environments/index.ts must not exist, got a file; choose another name\n"],
    [["qa2", "--like", "mars"], "new-environment: environments/mars.ts must exist, got no file; take it from Git\n"],
    [
      ["--remove", "mars"],
      /^new-environment: --remove must name an environment beside others, got "mars"; there are dev, /,
    ],
    [
      ["--remove", "prod"],
      /^new-environment: prod must be taken down first, got environments\/locks\/prod-platform\.json, environments\/locks\/state-prod\.json, which holds what is deployed; README\.md, /,
    ],
    [["qa2", "--force"], /^new-environment: Unknown option '--force'.*; see --help\n$/],
  ])("refuses %j", async (args, message) => {
    expect(await run(...args)).toEqual({ exitCode: 1, stdout: "", stderr: expect.stringMatching(message) });
  });

  it("tells how it is used", async () => {
    expect((await run("--help")).stdout).toMatch(/^npm run new-environment -- <name>/);
  });
});
