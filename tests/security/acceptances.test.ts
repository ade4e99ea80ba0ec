import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { prod } from "../../environments/prod";
import { small } from "../../environments/small";
import { type Acceptance, isOfRoot, readAcceptances, riskProblems } from "../../security/acceptances";
import { RISK_PAGE, riskPage } from "../../security/risk-page";
import { buildRoots } from "../../stacks";
import { allRoots, synthesizeRoots } from "../support/synthesized";

const ENTRY: Acceptance = {
  check: "CKV_AWS_18",
  asks: "An access log",
  in: ["dev-platform", "prod-platform"],
  resources: ["aws_s3_bucket.logs_*", "aws_s3_bucket.media"],
  reason: "It has one.",
};
const failed = (resource: string, id = "CKV_AWS_18") => ({ id, name: "Log access", resource });
const MEDIA = failed("aws_s3_bucket.media");
const LOGS = failed("aws_s3_bucket.logs_home");
const judge = (checks: readonly ReturnType<typeof failed>[], entries = [ENTRY], root = "dev-platform") =>
  riskProblems(root, checks, entries, "2026-11-27");

/** An environment whose application stands by, too. */
const PILOT: Environment = { ...prod, recovery: { ...prod.recovery, application: "pilot-light" } };

/** The roots of the accounts, of what stands by, and of the profile whose decisions a new environment takes over. */
const rootsWithProfile = () =>
  new Map([...synthesizeRoots(buildRoots({ shared: "none", environments: [PILOT, small] })), ...allRoots()]);

describe("a root is", () => {
  it("accepted when every failed check is, and every acceptance is needed", () => {
    expect(judge([MEDIA, LOGS])).toEqual([]);
    expect(judge([], [ENTRY], "staging-platform")).toEqual([]);
  });

  it.each([
    ["of another resource", failed("aws_s3_bucket.media_old"), "aws_s3_bucket.media_old must pass CKV_AWS_18"],
    ["of another check", failed("aws_s3_bucket.media", "CKV_AWS_21"), "aws_s3_bucket.media must pass CKV_AWS_21"],
  ])("refused for a failed check %s", (_, check, words) => {
    expect(judge([MEDIA, LOGS, check])).toEqual([
      `dev-platform: ${words} (Log access), got a failed check; mend it, or accept it in security/accepted-risks.yaml`,
    ]);
  });

  it("refused where nothing is accepted", () => {
    expect(judge([MEDIA], [ENTRY], "staging-platform")).toHaveLength(1);
    expect(judge([MEDIA, LOGS], [{ ...ENTRY, in: ["*-platform"] }], "staging-platform")).toEqual([]);
    expect(judge([MEDIA], [{ ...ENTRY, in: ["*-platform"] }], "state-staging")).toHaveLength(1);
    expect(judge([MEDIA], [{ ...ENTRY, in: ["*-platform"] }], "prod-recovery-platform")).toHaveLength(1);
    expect(judge([MEDIA, LOGS], [{ ...ENTRY, in: ["*-recovery-platform"] }], "prod-recovery-platform")).toEqual([]);
  });

  it("refused for an acceptance that nothing needs any more", () => {
    expect(judge([MEDIA])).toEqual([
      "security/accepted-risks.yaml: CKV_AWS_18 must still fail for aws_s3_bucket.logs_* in dev-platform, got none that does; take it out",
    ]);
  });

  it("not refused for lack of a part that it need not have", () => {
    expect(judge([MEDIA], [{ ...ENTRY, optional: true }])).toEqual([]);
  });

  it("refused for a debt from the day after its last", () => {
    expect(judge([MEDIA, LOGS], [{ ...ENTRY, until: "2026-11-27" }])).toEqual([]);
    expect(judge([MEDIA, LOGS], [{ ...ENTRY, until: "2026-11-26" }])).toEqual([
      "security/accepted-risks.yaml: CKV_AWS_18 in dev-platform must be mended until 2026-11-26, got 2026-11-27; mend it, or decide anew",
    ]);
  });
});

describe("the file of acceptances", () => {
  it.each([
    [{ check: "AWS_18" }, 'AWS_18: check must be an id of Checkov\'s, got "AWS_18"'],
    [{ asks: " " }, 'CKV_AWS_18: asks must say what the check asks for, got " "'],
    [{ reason: undefined }, "CKV_AWS_18: reason must say why it is accepted, got undefined"],
    [{ in: [] }, "CKV_AWS_18: in must list roots, got []"],
    [{ resources: "all" }, 'CKV_AWS_18: resources must list addresses, got "all"'],
    [{ optional: false }, "CKV_AWS_18: optional must be true or left out, got false"],
    [{ until: "June" }, 'CKV_AWS_18: until must be a day as YYYY-MM-DD, got "June"'],
  ])("is refused for %j", (change, problem) => {
    expect(() => readAcceptances(JSON.stringify([{ ...ENTRY, ...change }]))).toThrow(
      `security/accepted-risks.yaml: ${problem}; mend the entry`,
    );
  });

  it("is refused for a key that it does not know", () => {
    expect(() => readAcceptances(JSON.stringify([{ ...ENTRY, untill: "2027-01-01" }]))).toThrow(
      "CKV_AWS_18: must have no other keys than check, asks, in, resources, reason, optional, until, got {",
    );
  });

  it("names roots that there are, and for the charts the services", () => {
    const named = new Set(readAcceptances().flatMap((one) => one.in));
    const known = [...rootsWithProfile().keys(), "services"];
    expect([...named].filter((name) => !known.some((root) => isOfRoot(root)(name)))).toEqual([]);
  });

  it("names resources that its roots have, also where a check of theirs is not run", () => {
    const all = rootsWithProfile();
    const lost = readAcceptances().flatMap(({ check, in: roots, resources, optional = false }) =>
      [...all.keys()]
        .filter((name) => roots.some(isOfRoot(name)))
        .slice(0, optional ? 1 : undefined)
        .flatMap((name) => {
          const addresses = all.get(name)?.addresses() ?? [];
          const every = addresses.map((address) => failed(address, check));
          return riskProblems(name, every, [{ ...ENTRY, check, in: [name], resources }], "2026-11-27").filter(
            (problem) => problem.includes("must still fail for"),
          );
        }),
    );
    expect(lost).toEqual([]);
  });

  it("is what the docs show to an auditor", () => {
    const page = readFileSync(join(__dirname, "../..", RISK_PAGE), "utf8");
    expect(page, "run npm run risks").toBe(riskPage(readAcceptances()));
  });
});

it("the page has the debts first, the next one due at the top", () => {
  const page = riskPage([
    ENTRY,
    { ...ENTRY, check: "CKV_AWS_2", until: "2027-06-30" },
    { ...ENTRY, check: "CKV_AWS_3", until: "2027-01-31" },
  ]);
  expect(page.match(/^##.*$/gm)).toEqual([
    "## Debts",
    "### CKV_AWS_3: An access log",
    "### CKV_AWS_2: An access log",
    "## Decisions",
    "### CKV_AWS_18: An access log",
  ]);
  expect(page).toContain(`### CKV_AWS_3: An access log

**Until 2027-01-31.** It has one.

- in \`dev-platform\`, \`prod-platform\`
- \`aws_s3_bucket.logs_*\`
- \`aws_s3_bucket.media\`
`);
});
