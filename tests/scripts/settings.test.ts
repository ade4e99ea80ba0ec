import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentSchema } from "../../environments/environment";
import { choice, either, group, list, table, text, whole, word } from "../../modules/foundation/schema";
import { withComments } from "../../scripts/settings/comments";
import { reference } from "../../scripts/settings/reference";
import { PROJECT } from "../../scripts/synth";

const NAME = { must: "be a name | of letters", holds: () => true, remedy: "write one" };

describe("reference", () => {
  const schema = group({
    words: word(["on", "off"]),
    number: either(["none"], whole([1, 3], "choose")),
    groups: list(group({ name: text(NAME) }), { least: 0, most: 2, each: "group", remedy: "choose" }),
    named: table(NAME, either(["none"], group({ size: whole([0, 9], "choose") })), {
      least: 1,
      most: 4,
      remedy: "choose",
    }),
    chosen: choice("kind", {
      one: group({ kind: word(["one"]), name: text(NAME) }),
      two: group({ kind: word(["two"]) }),
    }),
  });

  it("has a section for each group and a row for each setting", () => {
    expect(reference("all", schema, (keys) => `comment of ${keys.join(".")}`).split("\n")).toEqual([
      "## `all`",
      "",
      "| Setting | Value | Meaning |",
      "| ------- | ----- | ------- |",
      "| `words` | `on`, `off` | comment of words |",
      "| `number` | `none`, or a whole number from 1 to 3 | comment of number |",
      "| `groups` | list of 0 to 2: group, see below | comment of groups |",
      "| `named` | 1 to 4 by names that are a name \\| of letters: `none`, or group, see below | comment of named |",
      "| `chosen` | group by `kind`: `one`, `two` | comment of chosen |",
      "",
      "## `groups[]`",
      "",
      "| Setting | Value | Meaning |",
      "| ------- | ----- | ------- |",
      "| `name` | a name \\| of letters | comment of groups.name |",
      "",
      "## `named.<name>`",
      "",
      "| Setting | Value | Meaning |",
      "| ------- | ----- | ------- |",
      "| `size` | a whole number from 0 to 9 | comment of named.size |",
      "",
      "## `chosen (kind: one)`",
      "",
      "| Setting | Value | Meaning |",
      "| ------- | ----- | ------- |",
      "| `name` | a name \\| of letters | comment of chosen.name |",
      "",
      "## `chosen (kind: two)`",
      "",
      "| Setting | Value | Meaning |",
      "| ------- | ----- | ------- |",
    ]);
  });
});

describe("docs/settings.md", () => {
  const { written, comments } = withComments("environments/environment.ts", "Environment", (commentOf) => ({
    written: reference("environment", environmentSchema, commentOf),
    comments: {
      nested: commentOf(["cluster", "nodeGroups", "diskGib"]),
      inList: commentOf(["cluster", "nodeGroups", "taints", "effect"]),
      besideNone: commentOf(["recovery", "database", "masterPasswordVersion"]),
      missing: commentOf(["cluster", "noSuchSetting"]),
    },
  }));

  it("is what the schema and the comments say; npm run settings writes it", () => {
    expect(readFileSync(join(PROJECT, "docs/settings.md"), "utf8")).toContain(written);
  });

  it("has the comments that an editor shows, of settings in groups, tables, lists and beside none", () => {
    expect(comments).toEqual({
      nested: "Root volume of a node in GiB, 20 or more.",
      inList: "What happens to pods that do not tolerate it.",
      besideNone: "Number of the master password, from 1; raised by one to set a new one.",
      missing: "",
    });
  });

  it("tells of every setting what it means", () => {
    expect(written.split("\n").filter((line) => line.endsWith("|  |"))).toEqual([]);
  });
});
