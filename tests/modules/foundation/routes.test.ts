import { describe, expect, it } from "vitest";
import { LEARNER_SERVICES, pathsOf, ROUTES, routeProblems } from "../../../modules/foundation/routes";
import { LMS_SERVICES, type LmsService } from "../../../modules/foundation/services";

describe("the routes", () => {
  it("give each service its own part of /api and web the rest, in the order of their priorities", () => {
    const shipped = [
      [100, "identity", ["/api/identity", "/api/identity/*"]],
      [110, "courses", ["/api/courses", "/api/courses/*"]],
      [120, "enrolments", ["/api/enrolments", "/api/enrolments/*"]],
      [130, "assessments", ["/api/assessments", "/api/assessments/*"]],
      [140, "media", ["/api/media", "/api/media/*"]],
      [150, "notifications", ["/api/notifications", "/api/notifications/*"]],
      [160, "analytics", ["/api/analytics", "/api/analytics/*"]],
      [1000, "web", "all"],
    ];
    const routes = ROUTES.map(({ service, priority, paths }) => [priority, service, paths]);
    expect(routes).toEqual(expect.arrayContaining(shipped));
    expect(routes.map(([priority]) => priority)).toEqual(
      routes.map(([priority]) => Number(priority)).sort((a, b) => a - b),
    );
    expect(routes.at(-1)).toEqual([1000, "web", "all"]);
  });

  it("name paths of a service below its own part only", () => {
    for (const [name, { paths }] of Object.entries<LmsService>(LMS_SERVICES)) {
      for (const path of Object.values(paths).flat()) {
        expect([path, path.startsWith(`/api/${name}/`)]).toEqual([path, name !== "web"]);
      }
    }
  });

  it("know where files, assertions and passwords are sent", () => {
    const shipped = /^\/api\/(user$|(identity|courses|enrolments|assessments|media|notifications|analytics)\/)/;
    const own = (paths: readonly string[]) => paths.filter((path) => shipped.test(path));
    expect(own(pathsOf("uploads"))).toEqual([
      "/api/courses/packages",
      "/api/courses/lessons",
      "/api/enrolments/imports",
      "/api/assessments/submissions",
      "/api/assessments/attempts",
      "/api/assessments/questions",
      "/api/media/uploads",
      "/api/notifications/messages",
      "/api/analytics/xapi",
    ]);
    expect(own(pathsOf("assertions"))).toEqual(["/api/identity/saml", "/api/identity/lti", "/api/identity/oidc"]);
    expect(own(pathsOf("logins"))).toEqual([
      "/api/user",
      "/api/identity/login",
      "/api/identity/password-reset",
      "/api/identity/token",
    ]);
  });

  it("know where products take the same", () => {
    expect(pathsOf("uploads")).toEqual(expect.arrayContaining(["/mod", "/xblock", "/api/v1", "/h5p", "/xapi"]));
    expect(pathsOf("assertions")).toEqual(expect.arrayContaining(["/auth", "/enrol/lti", "/login/saml"]));
    expect(pathsOf("logins")).toEqual(expect.arrayContaining(["/login", "/oauth2"]));
  });

  it("know the services that learners wait for", () => {
    expect(LEARNER_SERVICES).toEqual(expect.arrayContaining(["assessments", "courses", "enrolments", "media"]));
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
