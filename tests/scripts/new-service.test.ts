import { describe, expect, it } from "vitest";
import type { LmsService } from "../../modules/foundation/services";
import { catalogueEntry, serviceFile, withEntry } from "../../scripts/new-service/files";
import { runProgram } from "../sandbox/support";

const service = (priority: number): LmsService => ({
  priority,
  paths: { uploads: [], assertions: [], logins: [] },
  traced: "other",
  namespace: "microservices",
  serviceAccount: "other",
  buckets: [],
  secrets: [],
  redis: [],
  queues: [],
});

describe("a new service", () => {
  it("comes behind all rules of the load balancer but the last, and may use its database", () => {
    expect(catalogueEntry("grading", [service(1000), service(100), service(140)])).toEqual({
      ...service(150),
      serviceAccount: "grading",
      secrets: ["database"],
    });
  });

  it("is an entry at the end of the catalogue", () => {
    const text = "export const LMS_SERVICES = {\n} as const satisfies Record<string, LmsService>;\n";
    expect(
      withEntry(text, "grade-book", { ...service(170), serviceAccount: "grade-book", secrets: ["database"] }),
    ).toBe(
      `export const LMS_SERVICES = {
  "grade-book": {
    priority: 170,
    paths: NO_PATHS,
    traced: "other",
    namespace: "microservices",
    serviceAccount: "grade-book",
    buckets: [],
    secrets: ["database"],
    redis: [],
    queues: [],
  },
} as const satisfies Record<string, LmsService>;
`,
    );
  });

  it("begins with the nodes and probes of another, and is called by web", () => {
    const like =
      "# Mails.\nname: mail\ncallers: [web, identity]\nnodes: compute\nprobes:\n  liveness: { path: /livez }\n";
    expect(
      serviceFile(like, "grading", { ...service(1), serviceAccount: "grading" }),
    ).toBe(`# grading: say in a line what it is for.
name: grading
namespace: microservices
serviceAccount: grading
callers: [web]
nodes: compute
probes:
  liveness: { path: /livez }
`);
  });
});

describe("npm run new-service", () => {
  const run = (...args: string[]) => runProgram("scripts/new-service.ts", args);

  it.each([
    [[], "new-service: must name one service, got 0; see --help\n"],
    [
      ["Grading"],
      /^new-service: the name must be 2-20 lower-case letters, digits or hyphens, got "Grading"; choose another\n$/,
    ],
    [
      ["grading", "--like", "nothing"],
      /^new-service: --like must be a service, got "nothing"; choose from web, identity, .*\n$/,
    ],
    [["web"], /^new-service: web must be new or half made, got a whole service; edit .*\n$/],
    [["grading", "--force"], /^new-service: Unknown option '--force'.*; see --help\n$/],
  ])("refuses %j", async (args, message) => {
    expect(await run(...args)).toEqual({ exitCode: 1, stdout: "", stderr: expect.stringMatching(message) });
  });

  it("tells how it is used", async () => {
    expect((await run("--help")).stdout).toMatch(/^npm run new-service -- <name>/);
  });
});
