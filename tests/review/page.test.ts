import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gateOf } from "../../review/gate";
import { reviewOf } from "../../review/plan-review";
import { htmlText } from "../../review/render/html";
import { findExecutable } from "../../scripts/process";
import { temporaryFolder } from "../sandbox/support";
import { readPlan } from "./plan-file";

const BROWSER = ["chromium", "chromium-browser", "google-chrome"].flatMap(
  (name) => findExecutable(name, process.env) ?? [],
)[0];

const page = (name: string) => {
  const review = reviewOf("dev-platform", readPlan(name));
  return htmlText("Plan review", [
    { title: "dev: dev-platform", review, gate: gateOf(review, "disposable", [], "2026-11-27") },
  ]);
};

test("the page needs nothing from elsewhere", () => {
  const html = page("ten-dangers");
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"`);
  expect(html.match(/<(link|img|iframe|script src)/g)).toBeNull();
  expect(html.match(/https:\/\/[\w.]+/g)?.filter((url) => !url.startsWith("https://docs.aws.amazon.com"))).toEqual([]);
});

test("what others wrote becomes no HTML", () => {
  const address = 'aws_sqs_queue.a["<img src=x onerror=alert(1)>"]';
  const change = { actions: ["update"], before: { name: "</script><b>" }, after: { name: '"><i>' } };
  const review = reviewOf("<u>", { resource_changes: [{ address, change }] });
  const html = htmlText("<u>", [{ title: "<u>", review, gate: gateOf(review, "disposable", [], "2026-11-27") }]);
  expect(html.match(/<(img|b|i|u)\b[^l]/g)).toBeNull();
});

if (BROWSER === undefined) {
  console.warn("tests/review/page.test.ts: the page is opened in no browser, there is no chromium in PATH");
}

describe.runIf(BROWSER !== undefined)("in a browser", () => {
  let browser: Browser;
  let shown: Page;
  const errors: string[] = [];
  const visible = () => shown.locator("table.findings tr:visible").count();

  beforeAll(async () => {
    const file = join(temporaryFolder(), "review.html");
    writeFileSync(file, page("ten-dangers"));
    browser = await chromium.launch({ executablePath: BROWSER ?? "", args: ["--no-sandbox"] });
    shown = await browser.newPage();
    shown.on("pageerror", (error) => errors.push(error.message));
    shown.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await shown.goto(`file://${file}`);
  });

  afterAll(() => browser?.close());

  test("the verdict and every danger are shown", async () => {
    expect(await shown.locator(".verdict").innerText()).toMatch(/^loses data: YES, /);
    expect(await shown.locator(".screen h3").allInnerTexts()).toEqual([
      expect.stringMatching(/^LOSS/),
      expect.stringMatching(/^ACCESS/),
      expect.stringMatching(/^OUTAGE/),
      expect.stringMatching(/^COST/),
      expect.stringMatching(/^UNSEEN/),
      expect.stringMatching(/^REST/),
    ]);
  });

  test("filters by danger, by address and by type, and takes them back", async () => {
    const all = await visible();
    await shown.selectOption("#danger", "access");
    const access = await visible();
    expect(access).toBeGreaterThan(3);
    expect(access).toBeLessThan(all);
    expect(await shown.locator("#count").innerText()).toBe(`${access} findings`);
    await shown.fill("#address", "IDENTITIES_WEB");
    expect(await shown.locator("table.findings tr:visible td:nth-child(2)").allInnerTexts()).toEqual([
      "aws_iam_role_policy.identities_web_policy",
    ]);
    await shown.selectOption("#danger", "");
    await shown.fill("#address", "");
    await shown.selectOption("#type", "aws_kms_key");
    expect(await shown.locator("table.findings tr:visible td:nth-child(2)").allInnerTexts()).toEqual([
      "aws_kms_key.keys_data",
    ]);
    await shown.selectOption("#type", "");
    expect(await visible()).toBe(all);
  });

  test("the graph lights up what a resource is connected with, and shows only its findings", async () => {
    await shown.locator('[data-node="aws_launch_template.nodes_general_template"]').click();
    expect(await shown.locator("path.lit").count()).toBeGreaterThan(0);
    expect(await shown.inputValue("#address")).toBe("aws_launch_template.nodes_general_template");
  });

  test("nothing goes wrong in it", () => {
    expect(errors).toEqual([]);
  });
});
