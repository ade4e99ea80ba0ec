import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { SMOKE_SUITES, smokeChecks } from "../../ci/scripts/delivery/smoke-checks";
import { OUTCOMES, slackMessage } from "../../ci/scripts/notify/slack-message";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

let server: Server | undefined;
let requests: { path: string; body: string }[] = [];

afterEach(() => {
  server?.close();
});

/** Starts a site that answers each request with the next of these statuses, and with the last one for ever. */
async function site(...statuses: number[]): Promise<string> {
  requests = [];
  server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (data) => {
      body += data;
    });
    incoming.on("end", () => {
      requests.push({ path: incoming.url ?? "", body });
      response.writeHead(statuses[Math.min(requests.length, statuses.length) - 1] ?? 500).end("answer");
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("smoke-test", () => {
  const smoke = (url: string, ...more: string[]) =>
    runScript("smoke-test", ["--environment", "dev", "--url", url, "--interval", "1", ...more]);

  test("asks until the answer is right", async () => {
    const url = await site(503, 403, 200);
    expect(await smoke(url)).toEqual({ exitCode: 0, stdout: "dev: the edge serves its own page\n", stderr: "" });
    expect(requests.map(({ path }) => path)).toEqual(Array(3).fill("/maintenance/index.html"));
  });

  test("asks a service for an answer, also one that asks for a login, and the site for its health", async () => {
    expect((await smoke(await site(401), "--suite", "courses")).stdout).toBe("dev: courses answers\n");
    expect(requests.map(({ path }) => path)).toEqual(["/api/courses"]);
    const url = await site(200, 302);
    expect((await smoke(url, "--suite", "web")).stdout).toBe("dev: the site is healthy\ndev: the start page answers\n");
    expect(requests.map(({ path }) => path)).toEqual(["/healthz", "/"]);
  });

  test("gives up in time, with what it got", async () => {
    const url = await site(502);
    expect(await smoke(url, "--suite", "courses", "--timeout", "1")).toEqual(
      refused(
        `smoke-test: ${url}/api/courses must be right within 1 s (courses answers), got status 502; look at the dashboards of dev`,
      ),
    );
    const nobody = "http://127.0.0.1:9";
    expect((await smoke(nobody, "--timeout", "1")).stderr).toMatch(
      /, got (bad port|connect ECONNREFUSED 127.0.0.1:9); /,
    );
  });

  test("knows what to ask of the platform and of every service", () => {
    expect(SMOKE_SUITES).toEqual([
      "platform",
      ...["web", "identity", "courses", "enrolments", "assessments", "media", "notifications", "analytics"],
    ]);
    expect(SMOKE_SUITES.every((suite) => smokeChecks(suite).length > 0)).toBe(true);
  });
});

describe("notify-slack", () => {
  const BUILD = { JOB_NAME: "lms/main", BUILD_NUMBER: "7", BUILD_URL: "https://jenkins.example.com/job/lms/7/" };
  const notify = (webhook: string, ...more: string[]) => {
    const file = join(temporaryFolder(), "webhook");
    writeFileSync(file, `${webhook}\n`);
    const args = ["--outcome", "failure", "--webhook-file", file, ...more];
    return { file, ending: runScript("notify-slack", args, { env: BUILD }) };
  };

  test("sends the message to the address in the file, and prints the address nowhere", async () => {
    const url = `${await site(200)}/services/T0/B0/s3cr3t`;
    expect(await notify(url, "--about", "changed: dev").ending).toEqual({
      exitCode: 0,
      stdout: "told Slack: failure\n",
      stderr: "",
    });
    expect(requests.map(({ path, body }) => ({ path, message: JSON.parse(body) }))).toEqual([
      {
        path: "/services/T0/B0/s3cr3t",
        message: {
          text: "<!here> lms/main #7 FAILED",
          attachments: [
            {
              color: "danger",
              blocks: [
                {
                  type: "section",
                  text: {
                    type: "mrkdwn",
                    text: "changed: dev\n<https://jenkins.example.com/job/lms/7/|Open the build>",
                  },
                },
              ],
            },
          ],
        },
      },
    ]);
  });

  test.each([
    ["success", "lms #7 succeeded", "good"],
    ["review", "lms #7 has a plan to review", "#439fe0"],
    ["failure", "<!here> lms #7 FAILED", "danger"],
    ["rollback", "<!here> lms #7 was taken back", "danger"],
  ] as const)("says %s so", (outcome, text, color) => {
    const message = slackMessage(outcome, { job: "lms", number: "7", url: "https://j", about: "" });
    expect(message).toMatchObject({ text, attachments: [{ color }] });
    expect(message.attachments[0]?.blocks[0]?.text.text).toBe("<https://j|Open the build>");
    expect(OUTCOMES).toContain(outcome);
  });

  test("names cannot call anyone or forge a link", () => {
    const { text } = slackMessage("success", { job: "<!channel> & <https://evil|x>", number: "7", url: "", about: "" });
    expect(text).toBe("&lt;!channel&gt; &amp; &lt;https://evil|x&gt; #7 succeeded");
  });

  test("refuses what is no address, and says what Slack answered, without the address", async () => {
    const none = notify("hooks.slack.com/services/s3cr3t");
    expect(await none.ending).toEqual(
      refused(
        `notify-slack: --webhook-file must hold an https:// URL, got none in ${none.file}; bind the credential as a file`,
      ),
    );
    expect(await notify(`${await site(404)}/s3cr3t`).ending).toEqual(
      refused("notify-slack: Slack must take the message, got status 404; make a new webhook"),
    );
    server?.close();
    const { exitCode, stderr } = await notify("https://127.0.0.1:1/s3cr3t").ending;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "notify-slack: Slack must answer, got TypeError; see whether agents may reach it\n",
    });
  });
});
