import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AllowedFinding, findingProblems, type TrivyReport } from "../../ci/scripts/images/findings";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const TAG = "0123456789abcdef0123456789abcdef01234567";
const TODAY = "2026-11-23";

describe("image", () => {
  const image = (tell: string, aws = "exit 1", tag = TAG) =>
    runScript("image", ["--service", "courses", "--tag", tag, "--tell", tell], { programs: { aws } });

  test("tells where the image of a commit is, without asking AWS", async () => {
    expect(await image("reference")).toEqual({
      exitCode: 0,
      stdout: `444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses:${TAG}\n`,
      stderr: "",
    });
  });

  test("tells whether the registry has it", async () => {
    const log = join(temporaryFolder(), "log");
    expect(
      (
        await image(
          "published",
          `echo "$@" > ${log}; echo '{"imageDetails":[{"imageDigest":"sha256:${"0".repeat(64)}"}]}'`,
        )
      ).stdout,
    ).toBe("true\n");
    expect(readFileSync(log, "utf8")).toBe(
      `ecr describe-images --region us-east-1 --repository-name lms/courses --image-ids imageTag=${TAG} --output json\n`,
    );
    const missing = "echo 'An error occurred (ImageNotFoundException) when calling DescribeImages' >&2; exit 254";
    expect((await image("published", missing)).stdout).toBe("false\n");
  });

  test("takes no other failure of AWS for a missing image", async () => {
    expect(await image("published", "echo 'AccessDeniedException' >&2; exit 254")).toEqual(
      refused(
        "image: the registry must answer, got exit code 254; assume shared/image-publisher first:\nAccessDeniedException",
      ),
    );
  });

  test("knows no image called latest", async () => {
    expect((await image("reference", "", "latest")).stderr).toBe(
      'image: the image tag must be a full Git commit id, 40 lower-case hexadecimal digits, got "latest"; ' +
        "take the commit that the image was built from\n",
    );
  });
});

test("registry-login writes what container tools log in with, for its owner only, and prints none of it", async () => {
  const file = join(temporaryFolder(), "registry.json");
  const aws = `echo '{ "authorizationData": [{ "authorizationToken": "QVdTOnNlY3JldA==" }] }'`;
  expect(await runScript("registry-login", ["--file", file], { programs: { aws } })).toEqual({
    exitCode: 0,
    stdout: "may push to 444444444444.dkr.ecr.us-east-1.amazonaws.com\n",
    stderr: "",
  });
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    auths: { "444444444444.dkr.ecr.us-east-1.amazonaws.com": { auth: "QVdTOnNlY3JldA==" } },
  });
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
});

test.each(["{}", '{ "authorizationData": [null] }'])(
  "registry-login refuses an answer without a token: %s",
  async (text) => {
    const file = join(temporaryFolder(), "registry.json");
    expect(await runScript("registry-login", ["--file", file], { programs: { aws: `echo '${text}'` } })).toEqual(
      refused(
        "aws ecr get-authorization-token: must give a token, got none; assume shared/image-publisher or shared/image-signer first",
      ),
    );
  },
);

describe("findings", () => {
  const vulnerability = (Severity: string, FixedVersion?: string) => ({
    VulnerabilityID: "CVE-2026-1",
    PkgName: "openssl",
    InstalledVersion: "3.0.1",
    Severity,
    ...(FixedVersion === undefined ? {} : { FixedVersion }),
  });
  const report = (result: object): TrivyReport => ({ Results: [{ Target: "image", ...result }] });
  const vulnerable = (...found: ReturnType<typeof vulnerability>[]) => report({ Vulnerabilities: found });
  const allowed = (more: Partial<AllowedFinding> = {}): AllowedFinding => ({
    id: "CVE-2026-1",
    in: "openssl",
    reason: "not reachable",
    until: "2026-12-31",
    ...more,
  });
  const noFix = "CVE-2026-1 in openssl: HIGH, no fix yet for 3.0.1; allow it for a while, or remove the package";
  const fix = "CVE-2026-1 in openssl: CRITICAL, fixed in 3.0.2; update from 3.0.1";

  test.each([
    ["nothing", {}, [], []],
    ["what is not serious", vulnerable(vulnerability("MEDIUM", "3.0.2"), vulnerability("LOW")), [], []],
    ["a vulnerability with a fix", vulnerable(vulnerability("CRITICAL", "3.0.2")), [], [fix]],
    ["one with a fix that is allowed", vulnerable(vulnerability("CRITICAL", "3.0.2")), [allowed()], [fix]],
    ["one without a fix", vulnerable(vulnerability("HIGH")), [], [noFix]],
    ["one without a fix that is allowed", vulnerable(vulnerability("HIGH")), [allowed()], []],
    ["one that is allowed until today", vulnerable(vulnerability("HIGH")), [allowed({ until: TODAY })], []],
    [
      "one that was allowed until yesterday",
      vulnerable(vulnerability("HIGH")),
      [allowed({ until: "2026-11-22" })],
      [noFix],
    ],
    ["one that is allowed elsewhere", vulnerable(vulnerability("HIGH")), [allowed({ in: "curl" })], [noFix]],
    ["another one than is allowed", vulnerable(vulnerability("HIGH")), [allowed({ id: "CVE-2026-2" })], [noFix]],
  ])("%s", (_, trivy: TrivyReport, list: AllowedFinding[], problems: string[]) => {
    expect(findingProblems(trivy, list, TODAY)).toEqual(problems);
  });

  test("a misconfiguration counts when it fails, and can be allowed by its resource", () => {
    const found = {
      ID: "AVD-AWS-0104",
      Title: "Open egress",
      Severity: "CRITICAL",
      CauseMetadata: { Resource: "aws_x.y" },
    };
    const misconfigured = report({
      Misconfigurations: [
        { ...found, Status: "FAIL" },
        { ...found, Status: "PASS" },
      ],
    });
    expect(findingProblems(misconfigured, [], TODAY)).toEqual([
      "AVD-AWS-0104 in aws_x.y: CRITICAL, Open egress; correct it, or allow it for a while",
    ]);
    expect(findingProblems(misconfigured, [allowed({ id: "AVD-AWS-0104", in: "aws_x.y" })], TODAY)).toEqual([]);
  });

  test("a misconfiguration that is meant is allowed for good; a vulnerability is not", () => {
    const meant = { ID: "AVD-AWS-0104", Title: "Open egress", Severity: "CRITICAL", Status: "FAIL" };
    const always = allowed({ id: "AVD-AWS-0104", in: "image", until: "always" });
    expect(findingProblems(report({ Misconfigurations: [meant] }), [always], TODAY)).toEqual([]);
    expect(findingProblems({}, [allowed({ until: "always" })], TODAY)).toEqual([
      'allowed CVE-2026-1 in openssl: until must be a day within 90 days, got "always"; look at it again by then',
    ]);
  });

  test("a severity that no one has judged counts", () => {
    expect(findingProblems(vulnerable(vulnerability("UNKNOWN")), [], TODAY)).toEqual([
      "CVE-2026-1 in openssl: UNKNOWN, no fix yet for 3.0.1; allow it for a while, or remove the package",
    ]);
  });

  test("a secret can never be allowed", () => {
    const secret = report({ Secrets: [{ RuleID: "aws-access-key-id", StartLine: 3, Severity: "LOW" }] });
    expect(findingProblems(secret, [allowed({ id: "aws-access-key-id", in: "image" })], TODAY)).toEqual([
      "aws-access-key-id in image: a secret in line 3; remove it, and make it worthless",
    ]);
  });

  test.each([
    [{ until: "2027-02-22" }, 'until must be a day within 90 days, got "2027-02-22"; look at it again by then'],
    [{ until: "for ever" }, 'until must be a day within 90 days, got "for ever"; look at it again by then'],
    [{ reason: "" }, "must have a reason, got none; say why it does no harm"],
  ])("an allowance must end and have a reason: %j", (more, problem) => {
    expect(findingProblems({}, [allowed(more)], TODAY)).toEqual([`allowed CVE-2026-1 in openssl: ${problem}`]);
  });

  const scan = (content: string, ...args: string[]) => {
    const file = join(temporaryFolder(), "report.json");
    writeFileSync(file, content);
    return { file, ending: runScript("scan-findings", ["--report", file, ...args]) };
  };

  test("a report without findings passes, by the list of this repository", async () => {
    const { file, ending } = scan('{ "SchemaVersion": 2, "Results": [{ "Target": "image" }] }');
    expect(await ending).toEqual({ exitCode: 0, stdout: `${file}: no open finding\n`, stderr: "" });
  });

  test("a report with findings does not", async () => {
    const { file, ending } = scan(
      JSON.stringify({ SchemaVersion: 2, ...vulnerable(vulnerability("CRITICAL", "3.0.2")) }),
    );
    expect(await ending).toEqual(refused(`scan-findings: ${file} must have no open finding, got 1:\n${fix}`));
  });

  test("what is no report does not pass for one", async () => {
    const rule = "scan-findings: --report must be a JSON report of Trivy, got";
    const empty = scan("");
    expect(await empty.ending).toEqual(refused(`${rule} no JSON in ${empty.file}; run trivy first`));
    const other = scan("[]");
    expect(await other.ending).toEqual(refused(`${rule} no SchemaVersion 2 in ${other.file}; run trivy first`));
    expect(await runScript("scan-findings", ["--report", "none.json"])).toEqual(
      refused(`${rule} no file none.json; run trivy first`),
    );
    for (const text of [
      '{ "SchemaVersion": 2 }',
      '{ "SchemaVersion": 2, "Results": null }',
      '{ "SchemaVersion": 2, "Results": [] }',
    ]) {
      const nothing = scan(text);
      expect(await nothing.ending).toEqual(
        refused(
          `${rule} one in ${nothing.file} that has looked at nothing; see whether Trivy was given the right folder or image, and knows its system`,
        ),
      );
    }
    const broken = scan('{ "SchemaVersion": 2, "Results": [null] }');
    expect(await broken.ending).toEqual(
      refused(`${rule} one in ${broken.file} whose results are none; run trivy again`),
    );
    const passing = '{ "SchemaVersion": 2, "Results": [{ "Target": "image" }] }';
    const list = join(temporaryFolder(), "allowed.yaml");
    for (const [text, got] of [
      ["a: 1", '{"a":1}'],
      ["- { id: CVE-1, in: x, reason: y }", "one without until as text"],
    ] as const) {
      writeFileSync(list, text);
      expect(await scan(passing, "--allowed", list).ending).toEqual(
        refused(`${list}: must be a list of findings, got ${got}; see the top of ci/allowed-findings.yaml`),
      );
    }
    expect(await scan(passing, "--allowed", "none.yaml").ending).toEqual(
      refused("scan-findings: --allowed must be a file, got no none.yaml; see --help"),
    );
  });
});

describe("snyk", () => {
  const snyk = (program: string, token: string) =>
    runScript("snyk", ["--folder", "service", "--token-file", token], { programs: { snyk: program } });

  test("gets the token as a variable, and prints it nowhere", async () => {
    const token = join(temporaryFolder(), "token");
    writeFileSync(token, "s3cr3t\n");
    const program = `[ "$SNYK_TOKEN" = s3cr3t ] && echo "$@"`;
    expect(await snyk(program, token)).toEqual({
      exitCode: 0,
      stdout: "test --all-projects --severity-threshold=high service\n",
      stderr: "",
    });
    expect(await snyk("echo 'openssl is vulnerable'; exit 1", token)).toEqual(
      refused(
        "snyk test --all-projects: must succeed, got exit code 1; update what it names, or turn SNYK off:\nopenssl is vulnerable",
      ),
    );
  });

  test("needs a token", async () => {
    expect(await snyk("", "none")).toEqual(
      refused("snyk: --token-file must be a file, got no none; bind the credential as a file"),
    );
  });
});
