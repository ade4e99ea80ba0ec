import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectLocks } from "../../stacks/provider-locks";
import { type BlockOutline, outlineProblems, type ProviderOutline } from "../support/provider-outline";
import { allRoots } from "../support/synthesized";

const OUTLINES = Object.fromEntries(
  ["helm", "kubernetes"].map((name) => {
    const version = projectLocks().find(({ address }) => address.endsWith(`/${name}`))?.version;
    const file = join(__dirname, "../providers", `${name}-${version}.json`);
    return [name, JSON.parse(readFileSync(file, "utf8")) as ProviderOutline];
  }),
);

const ADDONS = [...allRoots()].filter(([name]) => name.endsWith("-addons"));

describe.each(ADDONS)("%s", (_, { json }) => {
  it("configures the locked providers of Kubernetes and Helm as they are", () => {
    const problems = Object.entries(OUTLINES).map(([name, { provider }]) => {
      const blocks = json.provider[name] ?? [];
      return [name, blocks.length, blocks.flatMap((block) => outlineProblems(`provider ${name}`, block, provider))];
    });
    expect(problems).toEqual([
      ["helm", 1, []],
      ["kubernetes", 1, []],
    ]);
  });

  it("gives every resource of theirs only what the locked release takes, and all that it needs", () => {
    const judged = Object.entries(json.resource).flatMap(([type, resources]) => {
      const outline = OUTLINES[type.split("_")[0] ?? ""]?.resources[type];
      return Object.entries(resources).map(([name, values]) =>
        outline === undefined ? [`${type}.${name}: no schema`] : outlineProblems(`${type}.${name}`, values, outline),
      );
    });
    expect(judged.flat()).toEqual([]);
    expect(judged).toHaveLength(69);
  });
});

describe("a block is refused", () => {
  const OUTLINE: BlockOutline = {
    attributes: {
      name: "required string",
      size: "number",
      open: "bool",
      old: "deprecated bool",
      id: "read-only",
      hosts: "list of string",
      labels: "map of string",
      set: { nested: "list", attributes: { name: "required string" } },
      exec: { required: true, nested: "single", attributes: { command: "required string" } },
    },
    blocks: { rule: { atLeast: 1, atMost: 2, attributes: { port: "required number" }, blocks: {} } },
  };
  const GOOD = {
    name: "a",
    size: "3",
    open: true,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform fills it in
    hosts: "${var.hosts}",
    labels: { a: "b", c: 1 },
    set: [{ name: "x" }],
    exec: { command: "aws" },
    rule: { port: 80 },
    depends_on: ["x.y"],
  };

  it("not when it is as the provider wants it", () => {
    expect(outlineProblems("x.y", GOOD, OUTLINE)).toEqual([]);
    expect(outlineProblems("x.y", { ...GOOD, rule: [{ port: 80 }, { port: "81" }] }, OUTLINE)).toEqual([]);
  });

  it.each([
    [{ name: undefined }, "x.y.name: must be given"],
    [{ exec: undefined }, "x.y.exec: must be given"],
    [{ exec: {} }, "x.y.exec.command: must be given"],
    [{ set: [{ name: "x" }, {}] }, "x.y.set[1].name: must be given"],
    [{ name: ["a"] }, 'x.y.name: must be string, got ["a"]'],
    [{ size: "big" }, 'x.y.size: must be number, got "big"'],
    [{ open: 1 }, "x.y.open: must be bool, got 1"],
    [{ old: true }, "x.y.old: must not be deprecated; leave it out"],
    [{ id: "z" }, 'x.y.id: must be left to the provider, got "z"'],
    [{ hosts: "a" }, 'x.y.hosts: must be list of string, got "a"'],
    [{ labels: { a: {} } }, 'x.y.labels: must be map of string, got {"a":{}}'],
    [{ rule: [] }, "x.y.rule: must be given 1 to 2 times, got 0"],
    [{ rule: [{ port: 1 }, { port: 2 }, { port: 3 }] }, "x.y.rule: must be given 1 to 2 times, got 3"],
    [{ rule: { port: 1, host: "a" } }, "x.y.rule[0]: must have known arguments, got host; choose from port"],
    [
      { naem: "a" },
      "x.y: must have known arguments, got naem; choose from exec, hosts, id, labels, name, old, open, rule, set, size",
    ],
  ])("for %j", (change, problem) => {
    expect(outlineProblems("x.y", { ...GOOD, ...change }, OUTLINE)).toEqual([problem]);
  });
});
