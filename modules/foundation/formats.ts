import { check, matches } from "./checks";

// The forms of values that several areas take, each with one rule.

/** @see https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4 */
const MAX_DOMAIN_LENGTH = 253;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);

/** Tells whether a text is a DNS name such as `lms.example.com`: two labels or more, in lower case. */
export function isDomainName(text: string): boolean {
  return text.length <= MAX_DOMAIN_LENGTH && DOMAIN.test(text);
}

/** Checks a DNS name. @param example what the message shows, such as `lms.example.com` */
export function domainProblems(where: string, domain: string, example = "lms.example.com"): string[] {
  return check(
    isDomainName(domain),
    where,
    `must be a domain name in lower case such as ${example}`,
    domain,
    "write the name without scheme, path or trailing dot",
  );
}

/**
 * Checks an origin as browsers know it: `https://`, a host, a port if need be, and nothing after it. The host may begin
 * with `*.`, for all names below it.
 * @see https://developer.mozilla.org/docs/Glossary/Origin
 */
export function httpsOriginProblems(where: string, origin: string): string[] {
  const [, host = ""] = /^https:\/\/(?:\*\.)?([^/:]+)(?::\d{1,5})?$/.exec(origin) ?? [];
  return check(
    isDomainName(host),
    where,
    "must be an origin such as https://lms.example.com",
    origin,
    "name scheme and host, in lower case and without a path",
  );
}

/** One `@`, a host with a dot, and nothing that a list of addresses would have. */
const MAIL_ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>.]+(\.[^\s@,;<>.]+)+$/;

/** Checks one mail address. */
export function mailProblems(where: string, address: string): string[] {
  return matches(
    where,
    address,
    MAIL_ADDRESS,
    "a mail address such as team@example.com",
    "name one address, without a display name",
  );
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Tells whether a text has the form of an AWS region such as `us-east-1`. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** Checks the form of a region's name. */
export function regionProblems(where: string, region: string): string[] {
  return matches(where, region, REGION, "an AWS region such as us-east-1", "copy its code from the AWS documentation");
}

const PRINCIPAL = /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;
const ACCOUNT_ROOT = /^arn:aws:iam::\d{12}:root$/;

/**
 * Checks the ARN of an IAM user or role; wildcards are no principals.
 * @param accountRoot whether `arn:aws:iam::<account>:root`, every identity of an account, is taken too
 */
export function principalProblems(where: string, arn: string, accountRoot: "allowed" | "refused"): string[] {
  const taken = accountRoot === "allowed" ? "an IAM user, role or account root" : "an IAM user or role";
  return check(
    PRINCIPAL.test(arn) || (accountRoot === "allowed" && ACCOUNT_ROOT.test(arn)),
    where,
    `must be the ARN of ${taken}`,
    arn,
    "write it as arn:aws:iam::<account>:role/<name>, without wildcards",
  );
}
