import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findExecutable } from "../../scripts/process";
import { OBJECTS, signedPlatform, VIDEO } from "./platform";
import { signedCookies } from "./signed-cookies";
import { type EdgeAnswer, type EdgeRequest, EdgeStandIn } from "./stand-in";

const find = (...names: string[]) => names.flatMap((name) => findExecutable(name, process.env) ?? [])[0];
const BROWSER = find("chromium", "chromium-browser", "google-chrome");
const OPENSSL = find("openssl");
const isHere = BROWSER !== undefined && OPENSSL !== undefined;
if (!isHere) {
  console.warn("tests/edge/in-browser.test.ts: no browser walks, there is no chromium and openssl in PATH");
}

const SITE = "https://lms.example.com";
const contentOf = (name: string) => `https://${name}.content.lms.example.com`;
const CONTENT = contentOf("golf-1");

/** A page that plays as a player written in JavaScript does, and tells what it got. */
const PLAYER = `
const got = [];
async function play(url) {
  const answer = await fetch(url);
  got.push(new URL(url, location.href).pathname.split("/").pop() + " " + answer.status);
  if (!url.includes(".m3u8") || !answer.ok) return;
  const lines = (await answer.text()).split("\\n");
  for (const line of lines) if (!line.startsWith("#")) await play(new URL(line, answer.url).href);
}
play("${VIDEO.playlist}").then(() => { document.getElementById("got").textContent = got.join(", "); });
`;

/** A page that launches a package, and takes its messages. */
const COURSE = `
const frame = document.querySelector("iframe");
addEventListener("message", (event) => {
  if (event.origin !== "${CONTENT}" || event.source !== frame.contentWindow) return;
  if (event.data.kind === "ready") frame.contentWindow.postMessage({ kind: "start", data: { "cmi.core.student_name": "Ada" } }, "${CONTENT}");
  if (event.data.kind === "commit") document.getElementById("score").textContent = event.data.data["cmi.core.score.raw"];
  if (event.data.kind === "finish") document.getElementById("tried").textContent = event.data.data.tried;
});
frame.src = "${CONTENT}/packages/golf-1/launcher.html#" + encodeURIComponent(location.origin);
`;

/** A page that launches a package that speaks xAPI, and is its learning record store. */
const XAPI_COURSE = `
const frame = document.querySelector("iframe");
const statements = [];
function answer({ method, path, body }) {
  if (method === "POST" && path === "token") return { status: 200, body: '{"auth-token":"t1"}' };
  if (method !== "PUT" || !path.startsWith("statements?")) return { status: 404, body: "" };
  statements.push(JSON.parse(body));
  document.getElementById("score").textContent = statements.map(({ verb }) => verb.id.split("/").pop()).join();
  return { status: 204, body: null };
}
addEventListener("message", (event) => {
  if (event.origin !== "${contentOf("chess-1")}" || event.source !== frame.contentWindow) return;
  if (event.data.kind === "statements") event.ports[0].postMessage(answer(event.data.request));
  if (event.data.kind === "needs-tab") document.getElementById("tried").innerHTML = '<a href="/xapi-course" target="_blank">Open in a tab</a>';
  if (event.data.kind !== "ready") return;
  const data = { actor: '{"account":{"homePage":"https://lms.example.com","name":"ada"}}', registration: "r1", activityId: "https://lms.example.com/chess" };
  frame.contentWindow.postMessage({ kind: "start", data }, "${contentOf("chess-1")}");
});
frame.src = "${contentOf("chess-1")}/packages/chess-1/launcher.html?attempt=" + crypto.randomUUID() + "#" + encodeURIComponent(location.origin);
`;

const html = (body: string, cookies: readonly string[] = []): EdgeAnswer => ({
  status: 200,
  headers: { "content-type": "text/html", "set-cookie": cookies },
  body: `<!doctype html><meta charset="utf-8"><title>LMS</title>${body}`,
});
const script = (body: string): EdgeAnswer => ({ status: 200, headers: { "content-type": "text/javascript" }, body });

describe.runIf(isHere)("in a browser that keeps third-party cookies by the page around them only", () => {
  const { root, signer } = signedPlatform();
  const asked: EdgeRequest[] = [];
  let browser: Browser;
  let context: BrowserContext;
  let server: Server;

  /** The page of a course, with cookies for its package. */
  function course(source: string, name: string): EdgeAnswer {
    const everywhere = "Secure; HttpOnly; SameSite=None; Partitioned";
    return html(
      `<h1>Course</h1><p>Score: <b id="score"></b></p><p id="tried"></p><iframe width="900" height="420"></iframe><script src="${source}"></script>`,
      [
        `__Host-session=secret; Path=/; ${everywhere}`,
        ...signedCookies(
          signer,
          `${contentOf(name)}/packages/${name}/*`,
          `Domain=lms.example.com; Path=/packages/${name}/; ${everywhere}`,
        ),
      ],
    );
  }

  /** Answers as the services do by their guide, and as a learning platform at another site. */
  function application({ url }: EdgeRequest): EdgeAnswer {
    const everywhere = "Secure; HttpOnly; SameSite=None; Partitioned";
    switch (new URL(url).pathname) {
      case "/lesson":
        return html('<p id="got"></p><script src="/player.js"></script>', [
          "__Host-session=secret; Path=/; Secure; HttpOnly; SameSite=None; Partitioned",
          ...signedCookies(signer, `${SITE}${VIDEO.folder}*`, `Path=/media; ${everywhere}`),
        ]);
      case "/course":
        return course("/course.js", "golf-1");
      case "/xapi-course":
        return course("/xapi-course.js", "chess-1");
      case "/player.js":
        return script(PLAYER);
      case "/course.js":
        return script(COURSE);
      case "/xapi-course.js":
        return script(XAPI_COURSE);
      default:
        return { status: 404, headers: {}, body: "" };
    }
  }

  beforeAll(async () => {
    const edge = new EdgeStandIn(root, { application, objects: OBJECTS });
    const folder = mkdtempSync(join(tmpdir(), "edge-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const request = "req -x509 -newkey rsa:2048 -nodes -subj /CN=edge -days 2 -keyout";
    execFileSync(OPENSSL ?? "", [...request.split(" "), key, "-out", cert], { stdio: "ignore" });
    server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (incoming, outgoing) => {
      const { host = "", cookie } = incoming.headers;
      const url = `https://${host}${incoming.url}`;
      const cookies = cookie?.split("; ") ?? [];
      asked.push({ url, cookies });
      const inside = `<iframe width="900" height="500" src="${SITE}${incoming.url}"></iframe>`;
      const answer = host === "canvas.example.edu" ? html(inside) : edge.answer({ url, cookies });
      outgoing.writeHead(answer.status, answer.headers as Record<string, string | string[]>).end(answer.body);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    browser = await chromium.launch({
      executablePath: BROWSER ?? "",
      // A service worker is refused where the page around it let the certificate pass.
      args: [
        "--no-sandbox",
        "--ignore-certificate-errors",
        `--host-resolver-rules=MAP * 127.0.0.1:${port}`,
        "--test-third-party-cookie-phaseout",
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function open(url: string): Promise<Page> {
    await context?.close();
    asked.length = 0;
    context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  it.each(["https://lms.example.com", "https://canvas.example.edu"])("a video plays at %s", async (at) => {
    const page = await open(`${at}/lesson`);
    const lms = () => page.frames().find((frame) => frame.url().startsWith(SITE));
    await expect
      .poll(() => lms()?.locator("#got").innerText(), { timeout: 60_000 })
      .toBe(
        "video.m3u8 200, video_720p.m3u8 200, video_720p_00001.ts 200, video_720p_00002.ts 200, " +
          "video_360p.m3u8 200, video_360p_00001.ts 200, video_360p_00002.ts 200",
      );
  });

  it.each(["https://lms.example.com", "https://canvas.example.edu"])(
    "a course package at %s tells its score, and gets nowhere else",
    async (at) => {
      const page = await open(`${at}/course`);
      const lms = () => page.frames().find((frame) => frame.url().startsWith(SITE));
      await expect.poll(() => lms()?.locator("#tried").innerText(), { timeout: 60_000 }).toContain("other");
      expect(await lms()?.locator("#score").innerText()).toBe("90");
      expect(JSON.parse((await lms()?.locator("#tried").innerText()) ?? "")).toEqual({
        fetch: "refused",
        picture: "refused",
        page: "refused",
        navigation: "refused",
        cookies: "none",
        stored: at === SITE ? "nothing" : "refused",
        other: 403,
      });
      expect(page.url()).toBe(`${at}/course`);
      const picture = process.env.LMS_SCREENSHOTS;
      if (picture !== undefined)
        await page.screenshot({ path: join(picture, `course-at-${new URL(at).hostname}.png`) });
      const ofPackages = asked.filter(({ url }) => url.startsWith(CONTENT));
      expect(ofPackages.length).toBeGreaterThan(2);
      expect(JSON.stringify(ofPackages)).not.toContain("session");
      expect(asked.filter(({ url }) => url.includes("/api/"))).toEqual([]);
    },
  );

  const lmsIn = (page: Page) => page.frames().find((frame) => frame.url().startsWith(SITE));
  const tried = (page: Page) => lmsIn(page)?.locator("#tried").innerText();

  /** Waits until the package has sent its statements by its own host, and finds what it saw of others. */
  async function expectStatements(page: Page): Promise<void> {
    const own = `${contentOf("chess-1")}/packages/chess-1/index`;
    const chess = () => page.frames().find((frame) => frame.url().startsWith(own));
    await expect
      .poll(() => chess()?.locator("#report").innerText(), { timeout: 60_000 })
      .toBe("204, stored before: 0, outside: refused");
    expect(await lmsIn(page)?.locator("#score").innerText()).toBe("completed");
    expect(asked.filter(({ url }) => url.includes("/lrs/") || url.includes("/api/"))).toEqual([]);
  }

  it("a cmi5 package sends its statements by its own host, and sees nothing of another package", async () => {
    const page = await open(`${SITE}/course`);
    await expect.poll(() => tried(page), { timeout: 60_000 }).toContain("other");
    await page.goto(`${SITE}/xapi-course`);
    await expectStatements(page);
    const picture = process.env.LMS_SCREENSHOTS;
    if (picture !== undefined) await page.screenshot({ path: join(picture, "cmi5.png") });
    // The first package finds what it left itself.
    await page.goto(`${SITE}/course`);
    await expect.poll(() => tried(page), { timeout: 60_000 }).toContain("by golf");
  });

  it("a cmi5 package in a frame of another site, where a browser gives it no worker, opens in a tab", async () => {
    const page = await open("https://canvas.example.edu/xapi-course");
    await expect.poll(() => tried(page), { timeout: 60_000 }).toBe("Open in a tab");
    const opened = page.context().waitForEvent("page");
    await lmsIn(page)?.locator("#tried a").click();
    await expectStatements(await opened);
  });
});
