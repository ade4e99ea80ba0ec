import { describe, expect, it } from "vitest";
import { OBJECTS, signedPlatform, VIDEO } from "./platform";
import { signature } from "./signed-cookies";
import { EdgeStandIn } from "./stand-in";

const { root, signer } = signedPlatform();
const edge = new EdgeStandIn(root, {
  application: () => ({ status: 200, headers: {}, body: "application" }),
  objects: OBJECTS,
});
const SITE = "https://lms.example.com";
const CONTENT = "https://golf-1.content.lms.example.com";

const cookiesFor = (resource: string, seconds?: number) =>
  Object.entries(signature(signer, resource, seconds)).map(([name, value]) => `CloudFront-${name}=${value}`);
const get = (url: string, cookies: readonly string[] = []) => edge.answer({ url, cookies });

/** Asks for a playlist, and for all that it leads to, as a player does: by addresses relative to it. */
function play(url: string, cookies: readonly string[]): Record<string, number> {
  const { status, body } = get(url, cookies);
  const names = status === 200 && url.includes(".m3u8") ? body.split("\n").filter((line) => !line.startsWith("#")) : [];
  const rest = names.map((name) => play(new URL(name, url).href, cookies));
  return Object.assign({ [new URL(url).pathname.split("/").pop() ?? ""]: status }, ...rest);
}

describe("a video", () => {
  it("plays with cookies for its folder: the playlist, both renditions and all their pieces", () => {
    expect(play(SITE + VIDEO.playlist, cookiesFor(`${SITE}${VIDEO.folder}*`))).toEqual({
      "video.m3u8": 200,
      "video_720p.m3u8": 200,
      "video_720p_00001.ts": 200,
      "video_720p_00002.ts": 200,
      "video_360p.m3u8": 200,
      "video_360p_00001.ts": 200,
      "video_360p_00002.ts": 200,
    });
  });

  it("does not play by a signed URL, which opens the playlist only", () => {
    const query = new URLSearchParams(signature(signer, SITE + VIDEO.playlist));
    expect(play(`${SITE}${VIDEO.playlist}?${query}`, [])).toEqual({
      "video.m3u8": 200,
      "video_720p.m3u8": 403,
      "video_360p.m3u8": 403,
    });
  });

  it.each([
    ["without a signature", []],
    ["when its time is over", cookiesFor(`${SITE}${VIDEO.folder}*`, -1)],
    ["by those of another video", cookiesFor(`${SITE}/media/transcoded/other/*`)],
    ["by the key of nobody", cookiesFor(`${SITE}${VIDEO.folder}*`).map((cookie) => cookie.replace("test", "2026"))],
  ])("is refused %s", (_, cookies) => {
    expect(play(SITE + VIDEO.playlist, cookies)).toEqual({ "video.m3u8": 403 });
  });

  it("is all that the site reads of media: what learners hand in, and packages, it does not, whoever signs", () => {
    for (const path of ["/media/submissions/essay.html", "/media/packages/golf-1/index.html"]) {
      expect(get(SITE + path, cookiesFor(`${SITE}/media/*`))).toMatchObject({ status: 403, body: "AccessDenied" });
    }
  });
});

describe("a service that cannot answer", () => {
  const busy = new EdgeStandIn(root, {
    application: ({ url }) => ({
      status: Number(new URL(url).searchParams.get("status")),
      headers: { "retry-after": "30" },
      body: '{"busy":true}',
    }),
    objects: { "storage_static_assets_bucket/maintenance/index.html": "the page in the bucket" },
  });
  const answerTo = (status: number, accept: string) =>
    busy.answer({ url: `${SITE}/api/courses?status=${status}`, accept });

  it.each([502, 503])("says so to an API's client, with %s, its body and when to try again", (status) => {
    expect(answerTo(status, "application/json")).toMatchObject({
      status,
      headers: { "retry-after": "30" },
      body: '{"busy":true}',
    });
  });

  it.each([502, 503, 504])("leaves a page with the maintenance page: %s", (status) => {
    expect(answerTo(status, "text/html,*/*;q=0.8")).toMatchObject({
      status: 503,
      body: expect.stringContaining("back soon"),
    });
  });

  it("leaves its 504 to an API's client, with the page that is in the bucket, as when nobody had answered", () => {
    expect(answerTo(504, "application/json")).toMatchObject({ status: 504, body: "the page in the bucket" });
  });

  it("shows its own page of another error", () => {
    expect(answerTo(500, "text/html")).toMatchObject({ status: 500, body: '{"busy":true}' });
  });
});

describe("a course package", () => {
  const cookies = cookiesFor(`${CONTENT}/packages/golf-1/*`);

  it("is read by those who have its cookies, and with them no other package", () => {
    expect(get(`${CONTENT}/packages/golf-1/index.html`, cookies).status).toBe(200);
    expect(get(`${CONTENT}/packages/golf-1/index.html`).status).toBe(403);
    expect(get(`${CONTENT}/packages/chess-1/index.html`, cookies).status).toBe(403);
  });

  it("is on its own host alone, whoever signs for another", () => {
    const chess = "https://chess-1.content.lms.example.com";
    const ofGolf = "/packages/golf-1/index.html";
    expect(get(chess + ofGolf, cookiesFor(`${chess}/packages/*`)).status).toBe(403);
    // The domain itself is no package's: it is one of the site's names.
    expect(get(`https://content.lms.example.com${ofGolf}`).body).toBe("application");
    expect(get(`${chess}/packages/chess-1/index.html`, cookiesFor(`${chess}/packages/chess-1/*`)).status).toBe(200);
  });

  it("has a host where no path leads to the application or to other media", () => {
    const all = cookiesFor(`${CONTENT}/*`);
    for (const path of ["/", "/api/me", "/transcoded/x", "/submissions/essay.html", "/courses/old/index.html"]) {
      expect(get(CONTENT + path, all)).toMatchObject({ status: 403, body: "Access denied" });
    }
    expect(get("https://forum.lms.example.com/").body).toBe("application");
  });

  it("runs no script on the site, where packages were before", () => {
    const { status, headers } = get(`${SITE}/static/courses/old/index.html`);
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toContain("script-src 'none'");
  });
});
