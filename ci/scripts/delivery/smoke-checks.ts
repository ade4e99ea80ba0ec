import { basePath, DEFAULT_SERVICE, HEALTH_PATH } from "../../../modules/foundation/routes";
import { LMS_SERVICE_NAMES, type LmsServiceName } from "../../../modules/foundation/services";
import { MAINTENANCE_PATH } from "../../../modules/s3-cloudfront";

/** One question to the site. */
export interface SmokeCheck {
  readonly what: string;
  readonly path: string;
  /** The service must also say which version of it answers. */
  readonly tellsVersion: boolean;
}

/** The parts of an answer that decide. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** CloudFront's `x-cache`: an error of the edge or of the firewall there is no answer of the service. */
  readonly cache: string;
}

/** Suites of checks: the platform without any service, or one service. */
export const SMOKE_SUITES: readonly string[] = ["platform", ...LMS_SERVICE_NAMES];

/** The question of a suite. A service answers below its own path, as no other can. */
export function smokeCheck(suite: string): SmokeCheck {
  if (suite === "platform") {
    return { what: "the edge serves its own page", path: MAINTENANCE_PATH, tellsVersion: false };
  }
  const path = suite === DEFAULT_SERVICE ? HEALTH_PATH : `${basePath(suite as LmsServiceName)}${HEALTH_PATH}`;
  return { what: `${suite} is healthy`, path, tellsVersion: true };
}

/** Why an answer is wrong; undefined when it is right. @param version the one that must answer */
export function wrongAnswer({ tellsVersion }: SmokeCheck, answer: Answer, version: string): string | undefined {
  if (/^Error from cloudfront/i.test(answer.cache)) return `status ${answer.status}, an error of CloudFront`;
  if (answer.status !== 200) return `status ${answer.status}`;
  if (!tellsVersion) return undefined;
  const told = versionIn(answer.body);
  return told === version ? undefined : `version ${told ?? "none"}`;
}

function versionIn(body: string): string | undefined {
  try {
    const { version } = JSON.parse(body) as { readonly version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
