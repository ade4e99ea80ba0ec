import { LMS_SERVICE_NAMES, LMS_SERVICES, type LmsService, type LmsServiceName, type ServicePaths } from "./services";

// The requests of the site, derived from the catalogue of services.

/** Rule of the load balancer: the service that takes the requests of some paths. */
export interface Route {
  readonly service: LmsServiceName;
  /** Order of the listener's rules; each has a priority of its own, from 3 to 50,000. */
  readonly priority: number;
  /** Path patterns, at most two; `all` for everything that no rule before it takes. */
  readonly paths: "all" | readonly [string, string];
}

/** Service that shows the site and takes every path that belongs to no other. */
export const DEFAULT_SERVICE: LmsServiceName = "web";

/** Paths of the objects that CloudFront reads from buckets: the application has none below them. */
export const OBJECT_PATHS = ["/static", "/media"] as const;

/** Answers 200 as long as the service can work; asked by the load balancer, and from outside by Route 53. */
export const HEALTH_PATH = "/healthz";

/** Path that a service other than `web` answers below. */
export function basePath(service: LmsServiceName): string {
  return `/api/${service}`;
}

/** Rules in the order of their priorities. */
export const ROUTES: readonly Route[] = LMS_SERVICE_NAMES.map((service): Route => {
  const path = basePath(service);
  const { priority } = LMS_SERVICES[service];
  return { service, priority, paths: service === DEFAULT_SERVICE ? "all" : [path, `${path}/*`] };
}).sort((one, other) => one.priority - other.priority);

/** Paths of one kind, of all services. */
export function pathsOf(kind: keyof ServicePaths): readonly string[] {
  return Object.values<LmsService>(LMS_SERVICES).flatMap(({ paths }) => paths[kind]);
}

/** Services that learners wait for in lessons and exams. */
export const LEARNER_SERVICES: readonly LmsServiceName[] = LMS_SERVICE_NAMES.filter(
  (service) => LMS_SERVICES[service].traced === "learner",
).sort();

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
