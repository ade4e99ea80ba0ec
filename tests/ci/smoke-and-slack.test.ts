import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { SMOKE_SUITES, smokeCheck } from "../../ci/scripts/delivery/smoke-checks";
import { OUTCOMES, slackMessage } from "../../ci/scripts/notify/slack-message";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

let server: Server | undefined;
let requests: { path: string; body: string }[] = [];

afterEach(() => {
  server?.close();
});

type Reply = number | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> };

/** Starts a site that answers each request with the next of these, and with the last one for ever; 0 is no answer at all. */
async function site(...replies: Reply[]): Promise<string> {
  requests = [];
  server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (data) => {
      body += data;
    });
    incoming.on("end", () => {
      requests.push({ path: incoming.url ?? "", body });
      const reply = replies[Math.min(requests.length, replies.length) - 1] ?? 500;
      if (reply === 0) return;
      const { status, headers = {}, body: text = "answer" } = typeof reply === "number" ? { status: reply } : reply;
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const NEW = "89abcdef0123456789abcdef0123456789abcdef";
const OLD = "0123456789abcdef0123456789abcdef01234567";
const version = (tag: string, headers = {}): Reply => ({
  status: 200,
  headers,
  body: JSON.stringify({ version: tag }),
});

describe("smoke-test", () => {
  const smoke = (url: string, ...more: string[]) =>
    runScript("smoke-test", ["--environment", "dev", "--url", url, "--interval", "1", "--times", "2", ...more]);
  const courses = (url: string, ...more: string[]) => smoke(url, "--suite", "courses", "--tag", NEW, ...more);

  test("asks until the answer is right several times in a row", async () => {
    const url = await site(503, 200, 403, 200, 200);
    expect(await smoke(url)).toEqual({ exitCode: 0, stdout: "dev: the edge serves its own page\n", stderr: "" });
    expect(requests.map(({ path }) => path)).toEqual(Array(5).fill("/maintenance/index.html"));
  });

  test("asks a service for its version", async () => {
    expect((await courses(await site(version(OLD), version(NEW), version(OLD), version(NEW)))).stdout).toBe(
      "dev: courses is healthy\n",
    );
    expect(requests.map(({ path }) => path)).toEqual(Array(5).fill("/api/courses/healthz"));
    expect((await smoke(await site(version(NEW)), "--suite", "web", "--tag", NEW)).stdout).toBe(
      "dev: web is healthy\n",
    );
    expect(requests.map(({ path }) => path)).toEqual(["/healthz", "/healthz"]);
  });

  test.each<[string, Reply, string]>([
    [
      "the firewall",
      { status: 403, headers: { "x-cache": "Error from cloudfront" } },
      "status 403, an error of CloudFront",
    ],
    [
      "another page in place of the service's",
      version(NEW, { "x-cache": "Error from cloudfront" }),
      "status 200, an error of CloudFront",
    ],
    ["no route", 404, "status 404"],
    ["a redirect", { status: 302, headers: { location: "https://elsewhere.example.com/" } }, "status 302"],
    ["a limit", 429, "status 429"],
    ["a login", 401, "status 401"],
    ["a broken service", 502, "status 502"],
    ["the version before", version(OLD), `version ${OLD}`],
    ["a page", 200, "version none"],
    ["nothing to read", { status: 200, body: "null" }, "version none"],
  ])("does not take %s for an answer", async (_, reply, got) => {
    const url = await site(reply);
    expect(await courses(url, "--timeout", "1")).toEqual(
      refused(
        `smoke-test: ${url}/api/courses/healthz must be right 2 times in a row within 1 s (courses is healthy), got ${got}; ` +
          "look at the dashboards of dev",
      ),
    );
  });

  test("tells that no one answers, and that an answer takes too long", async () => {
    expect((await courses("http://127.0.0.1:9", "--timeout", "1")).stderr).toMatch(
      /, got (bad port|connect ECONNREFUSED 127.0.0.1:9); /,
    );
    const started = Date.now();
    expect((await courses(await site(0), "--timeout", "1")).stderr).toContain(", got no end within 10 s; ");
    expect(Date.now() - started).toBeLessThan(30_000);
    server?.closeAllConnections();
  });

  test("refuses what is no address, no version and no number", async () => {
    expect(await courses("not a url")).toEqual(
      refused('smoke-test: --url must be an address such as https://lms.example.com, got "not a url"; see --help'),
    );
    expect((await smoke("https://a", "--suite", "courses")).stderr).toMatch(
      /^smoke-test: the image tag must be a full Git commit id/,
    );
    expect(await courses("https://a", "--times", "0")).toEqual(
      refused('smoke-test: --times must be 1 to 100 whole numbers, got "0"; see --help'),
    );
  });

  test("knows what to ask of the platform and of every service", () => {
    expect(SMOKE_SUITES).toEqual([
      "platform",
      ...["web", "identity", "courses", "enrolments", "assessments", "media", "notifications", "analytics"],
    ]);
    expect(SMOKE_SUITES.map((suite) => smokeCheck(suite).path)).toEqual([
      "/maintenance/index.html",
      "/healthz",
      ...["identity", "courses", "enrolments", "assessments", "media", "notifications", "analytics"].map(
        (service) => `/api/${service}/healthz`,
      ),
    ]);
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
    ["approval", "<!here> lms #7 waits for an approval", "#439fe0"],
    ["aborted", "lms #7 was aborted", "warning"],
    ["rollback", "<!here> lms #7 is being taken back", "danger"],
    ["rolled-back", "lms #7 was taken back", "warning"],
  ] as const)("says %s so", (outcome, text, color) => {
    const message = slackMessage(outcome, { job: "lms", number: "7", url: "https://j", about: "" });
    expect(message).toMatchObject({ text, attachments: [{ color }] });
    expect(message.attachments[0]?.blocks[0]?.text.text).toBe("<https://j|Open the build>");
    expect(OUTCOMES).toContain(outcome);
  });

  test("is told again when Slack asks for that or is not well, and not for longer than a rollback can wait", async () => {
    const url = await site({ status: 429, headers: { "retry-after": "1" } }, 503, 200);
    expect(await notify(`${url}/s3cr3t`).ending).toEqual({
      exitCode: 0,
      stdout: "told Slack: failure\n",
      stderr: "notify-slack: Slack answers 429; told again\nnotify-slack: Slack answers 503; told again\n",
    });
    const started = Date.now();
    expect(await notify(`${await site(0)}/s3cr3t`).ending).toEqual(
      refused("notify-slack: Slack must answer, got no end within 20 s; see whether agents may reach it"),
    );
    expect(Date.now() - started).toBeLessThan(60_000);
    server?.closeAllConnections();
    expect(await notify(`${await site({ status: 302, headers: { location: "/login" } })}/s3cr3t`).ending).toEqual(
      refused("notify-slack: Slack must take the message, got status 302; see who answers in Slack's place"),
    );
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
