import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applicationSecurity } from "../../modules/s3-cloudfront/response-headers";
import { findExecutable } from "../../scripts/process";
import { root } from "../support/synthesized";

const BROWSER = ["chromium", "chromium-browser", "google-chrome"].flatMap(
  (name) => findExecutable(name, process.env) ?? [],
)[0];

interface Acl {
  readonly custom_response_body: readonly [{ readonly content: string }];
}

const acls = () => root("prod-platform").resources("aws_wafv2_web_acl") as unknown as Record<string, Acl>;
const page = () => acls().firewall_site_acl?.custom_response_body[0].content ?? "";

/** The policy that pages of the application have, should CloudFront add it to the firewall's answers. */
const POLICY = applicationSecurity({ siteOrigins: [], ltiFrameOrigins: [], uploadOrigins: [] });

describe("the page for people who were refused", () => {
  it("is that of both web ACLs, and fits into the 4 KB that AWS WAF takes", () => {
    expect(acls().firewall_load_balancer_acl?.custom_response_body[0].content).toBe(page());
    expect(Buffer.byteLength(page())).toBeLessThanOrEqual(4096);
  });

  it("loads nothing, and has one script, which the site's policy lets run", () => {
    expect(page()).not.toMatch(/<(link|img|iframe)|src=|https?:/);
    const scripts = [...page().matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => text);
    expect(scripts).toHaveLength(1);
    const digest = createHash("sha256")
      .update(scripts[0] ?? "")
      .digest("base64");
    expect(POLICY).toContain(`script-src 'self' 'sha256-${digest}'`);
  });
});

if (BROWSER === undefined) {
  console.warn("tests/firewall/blocked-page.test.ts: the page is opened in no browser, there is no chromium in PATH");
}

describe.runIf(BROWSER !== undefined)("in a browser", () => {
  let browser: Browser;
  let edge: Server;
  let origin = "";

  beforeAll(async () => {
    // Stands for CloudFront, whose web ACL refuses everything: each answer has the id of its request.
    edge = createServer(({ url }, answer) => {
      answer.writeHead(403, {
        "content-type": "text/html",
        "content-security-policy": POLICY.replace("; upgrade-insecure-requests", ""),
        "x-blocked-by": "firewall",
        "x-amz-cf-id": url === "/support-id" ? "id-of-support" : "id-of-page",
      });
      answer.end(page());
    });
    await new Promise<void>((ready) => edge.listen(0, "127.0.0.1", ready));
    origin = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: BROWSER ?? "", args: ["--no-sandbox"] });
  });

  afterAll(async () => {
    await browser?.close();
    edge?.close();
  });

  it("shows the id of the request that the log has, under the site's policy", async () => {
    const shown = await browser.newPage();
    await shown.goto(`${origin}/search?q=x`);
    await expect.poll(() => shown.locator("#id").innerText()).toBe("id-of-support");
    expect(await shown.locator("h1").innerText()).toBe("This was not let through");
  });

  it("says that the time is enough where no script runs", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const shown = await context.newPage();
    await shown.goto(origin);
    expect(await shown.locator("#id").innerText()).toBe("no id, the time is enough");
  });
});
