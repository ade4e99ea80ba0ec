import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readRunbooksArguments } from "../../sandbox/arguments";
import { readSnippets, snippetsOf, unknownsOf } from "../../sandbox/runbooks/pages";
import { failuresOf, resultLine, resultsTable, resultsText, standInText } from "../../sandbox/runbooks/report";
import { READER, SAID_AT_FIRST, type SnippetResult } from "../../sandbox/runbooks/run";
import { ENVIRONMENT_LIST } from "../support/names";

const PAGE = `# Page

Before, run \`aws sts get-caller-identity\`.

## Queues

**Look** at one message:

\`\`\`sh
URL=$(aws sqs get-queue-url --queue-name "$P-<the queue>")
aws sqs receive-message --queue-url "$URL"
\`\`\`

**Do**: \`aws sqs purge-queue
--queue-url "$QUEUE"\`.

## Other

\`kubectl get pods\`
`;

describe("the commands of a page", () => {
  it("have their section, line and step, and what a reader puts in as variables", () => {
    expect(snippetsOf("page.md", PAGE)).toEqual([
      { page: "page.md", section: "", line: 3, code: "aws sts get-caller-identity", kind: "sentence", looks: false },
      {
        page: "page.md",
        section: "Queues",
        line: 9,
        code:
          'URL=$(aws sqs get-queue-url --queue-name "$P-$' +
          '{the_queue}")\naws sqs receive-message --queue-url "$URL"\n',
        kind: "block",
        looks: true,
      },
      {
        page: "page.md",
        section: "Queues",
        line: 14,
        code: 'aws sqs purge-queue --queue-url "$QUEUE"',
        kind: "sentence",
        looks: false,
      },
      { page: "page.md", section: "Other", line: 19, code: "kubectl get pods", kind: "sentence", looks: false },
    ]);
  });

  it("leave what they do not set to the reader", () => {
    expect(snippetsOf("page.md", PAGE).map(unknownsOf)).toEqual([[], ["P", "the_queue"], ["QUEUE"], []]);
  });
});

describe("the reader", () => {
  it("knows everything that the pages leave to them", () => {
    const asked = readSnippets().flatMap((snippet) =>
      unknownsOf(snippet)
        .filter((name) => !SAID_AT_FIRST.includes(name))
        .map((name) => `${snippet.section}: ${name}`),
    );
    const script = `source "${READER}"; CLI=true P=lms-prod
      while IFS= read -r line; do SECTION="\${line%: *}"; know "\${line##*: }" > /dev/null || echo "$line"; done`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], {
      encoding: "utf8",
      input: [...asked, "Queues: nothing", ""].join("\n"),
    });
    expect(asked).toContain("Queues: its_ARN");
    expect([stdout, stderr]).toEqual(["Queues: nothing\n", ""]);
  });
});

describe("npm run sandbox -- runbooks", () => {
  it("takes an environment", () => {
    expect(readRunbooksArguments(["runbooks", "prod"])?.name).toBe("prod");
    expect(readRunbooksArguments(["prod"])).toBe(undefined);
    expect(() => readRunbooksArguments(["runbooks", "dev", "prod"])).toThrow(
      `sandbox: runbooks must name one environment, got dev, prod; choose from ${ENVIRONMENT_LIST}`,
    );
  });
});

describe("the results", () => {
  const [, look, purge, pods] = snippetsOf("page.md", PAGE);
  const call = (words: string, exitCode = 0, stderr = "") => ({ words: words.split(" "), exitCode, stderr });
  const results = [
    { snippet: look, person: "readonly", problem: "", calls: [call("aws sqs get-queue-url --queue-name q")] },
    {
      snippet: purge,
      person: "admin",
      problem: "AccessDenied: no",
      calls: [call("aws sqs purge-queue --queue-url q", 254, "AccessDenied: no")],
    },
    { snippet: pods, person: "admin", problem: "", calls: [call("kubectl get pods")] },
    { snippet: { ...purge, line: 30 }, person: undefined, problem: "it would be gone", calls: [] },
  ] as SnippetResult[];

  it("are a table", () => {
    expect(resultsTable(results)).toBe(
      `| Where | Section | Commands | As | Result |
| --- | --- | --- | --- | --- |
| page.md:9 | Queues | \`aws sqs get-queue-url\` | readonly | done |
| page.md:14 | Queues | \`aws sqs purge-queue\` | admin | failed |
| page.md:19 | Other | \`kubectl get\` | admin | recorded |
| page.md:30 | Queues | \`aws sqs purge-queue --queue-url "$QUEUE"\` |  | not run: it would be gone |
`,
    );
  });

  it("are told while they come, and counted", () => {
    expect(results.map(resultLine)[1]).toBe("page.md:14                 Queues                    admin     failed");
    expect(resultsText(results)).toBe("4 snippets of docs/: 1 as who may look, 2 as an administrator, 1 not run");
    expect(standInText(results, 2)).toBe("only recorded: kubectl");
    expect(standInText(results.slice(0, 2), 2)).toBe("");
    expect(standInText(results, 1)).toBe(
      "only recorded: kubectl; version 1 of the AWS CLI, without `logs tail` and --cli-binary-format",
    );
  });

  it("say what failed, as whom, and in which words", () => {
    expect(failuresOf(results)).toEqual([
      "docs/page.md:14 (Queues) as admin: aws sqs purge-queue --queue-url q\n  AccessDenied: no",
    ]);
  });
});
