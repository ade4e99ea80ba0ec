import { DEFAULT_SERVICE, HEALTH_PATH } from "../../../modules/foundation/routes";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";
import { MAINTENANCE_PATH } from "../../../modules/s3-cloudfront";

/** One question to the site, and which answer is right. */
export interface SmokeCheck {
  readonly what: string;
  readonly path: string;
  /** `ok` is 200 alone; `answers` is everything below 500, since an API asks those for a login who have none. */
  readonly expect: "ok" | "answers";
}

/** Suites of checks: the platform without any service, or one service. */
export const SMOKE_SUITES: readonly string[] = ["platform", ...LMS_SERVICE_NAMES];

/** The questions of a suite. */
export function smokeChecks(suite: string): readonly SmokeCheck[] {
  if (suite === "platform") return [{ what: "the edge serves its own page", path: MAINTENANCE_PATH, expect: "ok" }];
  if (suite === DEFAULT_SERVICE) {
    return [
      { what: "the site is healthy", path: HEALTH_PATH, expect: "ok" },
      { what: "the start page answers", path: "/", expect: "answers" },
    ];
  }
  return [{ what: `${suite} answers`, path: `/api/${suite}`, expect: "answers" }];
}

/** Why an answer is wrong; undefined when it is right. */
export function wrongAnswer({ expect }: SmokeCheck, status: number): string | undefined {
  const right = expect === "ok" ? status === 200 : status < 500;
  return right ? undefined : `status ${status}`;
}
