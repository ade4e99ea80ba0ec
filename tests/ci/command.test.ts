import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Command, helpText, readValues, secondsOf } from "../../ci/scripts/shared/command";
import { runScript } from "./support";

const COMMAND: Command<"environment" | "out"> = {
  name: "try",
  about: "Tries.",
  options: {
    environment: { choices: ["dev", "prod"], about: "The environment." },
    out: { value: "<file>", default: "out.json", about: "Where it goes." },
  },
  run: async () => {},
};

describe("a command line", () => {
  test("gives each option its value, or its default", () => {
    expect(readValues(COMMAND, ["--environment", "dev"])).toEqual({ environment: "dev", out: "out.json" });
    expect(readValues(COMMAND, ["--environment=prod", "--out", "x"])).toEqual({ environment: "prod", out: "x" });
    expect(readValues(COMMAND, ["--help"])).toBeUndefined();
  });

  test.each([
    [[], "try: --environment must be given, got nothing; see --help"],
    [["--environment", "qa"], 'try: --environment must be one of dev, prod, got "qa"; see --help'],
    [["--environment", "dev", "--otu", "x"], /^try: Unknown option '--otu'.*; see --help$/],
    [["--environment", "dev", "more"], /^try: Unexpected argument 'more'.*; see --help$/],
  ])("refuses %j", (args, message) => {
    expect(() => readValues(COMMAND, args)).toThrow(message);
  });

  test("has a help that names every option", () => {
    expect(helpText(COMMAND)).toBe(`node scripts/run.js ci/scripts/try.ts

Tries.

  --environment dev|prod                       The environment.
  --out <file>                                 Where it goes. (out.json)`);
  });

  test.each(["0", "1.5", "86401", "", "x"])("takes %j for no time", (value) => {
    expect(() => secondsOf("try", "timeout", value)).toThrow(
      `try: --timeout must be 1 to 86400 whole seconds, got ${JSON.stringify(value)}; see --help`,
    );
  });
});

test("every script tells how it is used, by its own name", async () => {
  const files = readdirSync("ci/scripts").filter((name) => name.endsWith(".ts"));
  const names = files.map((name) => name.replace(".ts", "")).sort();
  expect(names).toEqual([
    ...[
      "apply-reviewed",
      "assume-role",
      "changed-roots",
      "delivery-diff",
      "image",
      "lint-jenkinsfiles",
      "mark-deployed",
      "notify-slack",
    ],
    ...["plan", "plan-review", "registry-login", "release", "revert-image", "scan-findings", "set-image"],
    ...["sign-image", "smoke-test", "snyk", "verify-image", "verify-signature", "wait-for-argocd", "write-pipelines"],
  ]);
  const endings = await Promise.all(names.map((name) => runScript(name, ["--help"])));
  expect(endings.map(({ exitCode, stdout, stderr }) => [exitCode, stderr, stdout.split("\n")[0]])).toEqual(
    names.map((name) => [0, "", `node scripts/run.js ci/scripts/${name}.ts`]),
  );
});
