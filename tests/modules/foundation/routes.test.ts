import { describe, expect, it } from "vitest";
import { LEARNER_SERVICES, pathsOf, ROUTES, routeProblems } from "../../../modules/foundation/routes";
import { LMS_SERVICES, type LmsService } from "../../../modules/foundation/services";

describe("the routes", () => {
  it("give each service its own part of /api and web the rest, in the order of their priorities", () => {
    expect(ROUTES.map(({ service, priority, paths }) => [priority, service, paths])).toEqual([
      [100, "identity", ["/api/identity", "/api/identity/*"]],
      [110, "courses", ["/api/courses", "/api/courses/*"]],
      [120, "enrolments", ["/api/enrolments", "/api/enrolments/*"]],
      [130, "assessments", ["/api/assessments", "/api/assessments/*"]],
      [140, "media", ["/api/media", "/api/media/*"]],
      [150, "notifications", ["/api/notifications", "/api/notifications/*"]],
      [160, "analytics", ["/api/analytics", "/api/analytics/*"]],
      [1000, "web", "all"],
    ]);
  });

  it("name paths of a service below its own part only", () => {
    for (const [name, { paths }] of Object.entries<LmsService>(LMS_SERVICES)) {
      for (const path of Object.values(paths).flat()) {
        expect([path, path.startsWith(`/api/${name}/`)]).toEqual([path, name !== "web"]);
      }
    }
  });

  it("know where files, assertions and passwords are sent", () => {
    expect(pathsOf("uploads")).toEqual([
      "/api/courses/packages",
      "/api/courses/lessons",
      "/api/assessments/submissions",
      "/api/media/uploads",
    ]);
    expect(pathsOf("assertions")).toEqual(["/api/identity/saml/acs", "/api/identity/lti/launch"]);
    expect(pathsOf("logins")).toEqual([
      "/login",
      "/api/identity/login",
      "/api/identity/password-reset",
      "/api/identity/token",
    ]);
  });

  it("know the services that learners wait for", () => {
    expect(LEARNER_SERVICES).toEqual(["assessments", "courses", "enrolments", "media"]);
  });

  it("refuse one priority for two services", () => {
    const route = { priority: 110, paths: "all" } as const;
    expect(
      routeProblems([
        { ...route, service: "web" },
        { ...route, service: "media" },
      ]),
    ).toEqual(["routes: must not use a priority twice, got 110 for web and media; give each a priority of its own"]);
  });
});
