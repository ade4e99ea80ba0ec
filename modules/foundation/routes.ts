import type { LmsServiceName } from "./services";

/** Where requests of a path go. */
export interface Route {
  readonly service: LmsServiceName;
  /** Order of the listener's rules; each has a priority of its own, from 2 to 50,000. */
  readonly priority: number;
  /** Path patterns, at most two; `all` for everything that no rule before it takes. */
  readonly paths: "all" | readonly [string, string];
}

/** The service that shows the site and takes every path that belongs to no other. */
export const DEFAULT_SERVICE: LmsServiceName = "web";

/** Answers 200 as long as the service can work; asked by the load balancer, and from outside by Route 53. */
export const HEALTH_PATH = "/healthz";

/** Fixed for good: two rules cannot swap their priorities in one deployment. A new service takes a free one. */
const PRIORITIES: Readonly<Record<LmsServiceName, number>> = {
  identity: 100,
  courses: 110,
  enrolments: 120,
  assessments: 130,
  media: 140,
  notifications: 150,
  analytics: 160,
  web: 1000,
};

/** Every LMS service answers below `/api/<service>`, and `web` everything else. */
export const ROUTES: readonly Route[] = (Object.keys(PRIORITIES) as LmsServiceName[]).map((service) => ({
  service,
  priority: PRIORITIES[service],
  paths: service === DEFAULT_SERVICE ? "all" : [`/api/${service}`, `/api/${service}/*`],
}));

/** Checks that no two rules of a listener have one priority. @returns every problem at once, `[]` when there is none */
export function routeProblems(routes: readonly Route[]): string[] {
  return [...new Set(routes.map(({ priority }) => priority))].flatMap((priority) => {
    const services = routes.filter((route) => route.priority === priority).map(({ service }) => service);
    if (services.length < 2) return [];
    return [
      `routes: must not use a priority twice, got ${priority} for ${services.join(" and ")}; give each a priority of its own`,
    ];
  });
}
