import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { MARKER } from "../../review/forge/forge";
import { GitHubForge } from "../../review/forge/github-forge";

let server: Server | undefined;
let requests: { readonly method: string; readonly path: string; readonly body: unknown; readonly token: string }[] = [];

afterEach(() => server?.close());

/** Starts an API of GitHub that holds these comments, or answers everything with a status. */
async function gitHub(comments: readonly { id: number; body: string }[], status = 200) {
  requests = [];
  server = createServer((incoming, response) => {
    let text = "";
    incoming.on("data", (data) => {
      text += data;
    });
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      requests.push({
        method,
        path: url,
        body: text === "" ? undefined : JSON.parse(text),
        token: headers.authorization ?? "",
      });
      const page = Number(new URL(url, "http://x").searchParams.get("page") ?? 1);
      const answer =
        method === "GET" ? comments.slice((page - 1) * 100, page * 100) : { id: 1, html_url: "https://github.com/c" };
      response.writeHead(status).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new GitHubForge({ api, repository: "lms/platform", pullRequest: 7, commit: "c0ffee", token: "t0ken" });
}

describe("the comment on a pull request", () => {
  test("is made when there is none", async () => {
    const forge = await gitHub([{ id: 5, body: "looks good" }]);
    expect(await forge.comment("# Plan review")).toBe("https://github.com/c");
    expect(requests).toEqual([
      {
        method: "GET",
        path: "/repos/lms/platform/issues/7/comments?per_page=100&page=1",
        body: undefined,
        token: "Bearer t0ken",
      },
      {
        method: "POST",
        path: "/repos/lms/platform/issues/7/comments",
        body: { body: `${MARKER}\n# Plan review` },
        token: "Bearer t0ken",
      },
    ]);
  });

  test("is replaced by the next review, also when it is far down", async () => {
    const others = Array.from({ length: 120 }, (_, id) => ({ id, body: `comment ${id}` }));
    const forge = await gitHub([...others, { id: 500, body: `${MARKER}\nold` }]);
    await forge.comment("new");
    expect(requests.map(({ method, path }) => `${method} ${path.split("platform")[1]}`)).toEqual([
      "GET /issues/7/comments?per_page=100&page=1",
      "GET /issues/7/comments?per_page=100&page=2",
      "PATCH /issues/comments/500",
    ]);
  });
});

test("the commit gets the verdict as its status, cut to what GitHub takes", async () => {
  const forge = await gitHub([]);
  await forge.status({ passes: true, line: "dev-platform: loses data: no" });
  await forge.status({ passes: false, line: "x".repeat(200) });
  expect(requests.map(({ path, body }) => ({ path, body }))).toEqual([
    {
      path: "/repos/lms/platform/statuses/c0ffee",
      body: { state: "success", context: "plan review", description: "dev-platform: loses data: no" },
    },
    {
      path: "/repos/lms/platform/statuses/c0ffee",
      body: { state: "failure", context: "plan review", description: `${"x".repeat(139)}…` },
    },
  ]);
});

test.each([
  [403, "give the token the rights to write pull requests and commit statuses"],
  [404, "see whether the token may read the repository"],
  [500, "try again later"],
])("status %s is told with what to do, and without the token", async (status, advice) => {
  const forge = await gitHub([], status);
  await expect(forge.comment("x")).rejects.toThrow(
    `GitHub: GET /issues/7/comments of lms/platform must succeed, got status ${status}; ${advice}`,
  );
});

test("an API that does not answer is told", async () => {
  const settings = { api: "http://127.0.0.1:9", repository: "a/b", pullRequest: 1, commit: "c", token: "t0ken" };
  await expect(new GitHubForge(settings).comment("x")).rejects.toThrow(
    /^GitHub: GET \/issues\/1\/comments of a\/b must succeed, got TypeError; see whether agents may reach http:\/\/127\.0\.0\.1:9$/,
  );
});
