import { type Rule, ruleProblems } from "./checks";
import { all, atMost, matching } from "./conditions";

// The forms of values that several areas take, each with one rule.

/** @see https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4 */
const MAX_DOMAIN_LENGTH = 253;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);

/** `isDomainName` in Terraform's language. */
export const DOMAIN_CONDITION = all(matching(DOMAIN), atMost(MAX_DOMAIN_LENGTH));

/** Tells whether a text is a DNS name such as `lms.example.com`: two labels or more, in lower case. */
export function isDomainName(text: string): boolean {
  return text.length <= MAX_DOMAIN_LENGTH && DOMAIN.test(text);
}

/** Rule of a DNS name. @param example what messages show, such as `lms.example.com` */
export function domainName(example: string): Rule<string> {
  return {
    must: `be a domain name in lower case such as ${example}`,
    holds: isDomainName,
    condition: DOMAIN_CONDITION,
    remedy: "write the name without scheme, path or trailing dot",
  };
}

/** Checks a DNS name. @param example what the message shows, such as `lms.example.com` */
export function domainProblems(where: string, domain: string, example = "lms.example.com"): string[] {
  return ruleProblems(where, domain, domainName(example));
}

const MAX_PORT = 65_535;

/** Names of two labels below which anybody may have a domain: most countries have some. @see https://publicsuffix.org/ */
const PUBLIC_SUFFIX = /^(ac|co|com|edu|go|gob|gov|gouv|gv|k12|ne|net|or|org|sch|school)\.[a-z]{2}$/;

/**
 * Rule of an origin as browsers know it: `https://`, a host, a port if need be, and nothing after it. The host may begin
 * with `*.`, for all names below it, unless these are anybody's.
 * @see https://developer.mozilla.org/docs/Glossary/Origin
 */
export const HTTPS_ORIGIN: Rule<string> = {
  must: "be an origin such as https://lms.example.com",
  holds: (origin) => {
    const [, all, host = "", port = "443"] = /^https:\/\/(\*\.)?([^/:]{1,300})(?::([1-9]\d{0,4}))?$/.exec(origin) ?? [];
    return isDomainName(host) && Number(port) <= MAX_PORT && !(all !== undefined && PUBLIC_SUFFIX.test(host));
  },
  remedy: "name scheme and host, in lower case and without a path",
};

/** Checks an origin as browsers know it. */
export function httpsOriginProblems(where: string, origin: string): string[] {
  return ruleProblems(where, origin, HTTPS_ORIGIN);
}

/** Longest address that SMTP carries. @see https://www.rfc-editor.org/errata/eid1690 */
const MAX_MAIL_LENGTH = 254;

/** One `@`, a host with a dot, and nothing that a list of addresses would have. */
const MAIL = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/** Rule of a mail address. */
export const MAIL_ADDRESS: Rule<string> = {
  must: "be a mail address such as team@example.com",
  holds: (address) => address.length <= MAX_MAIL_LENGTH && MAIL.test(address),
  condition: all(matching(MAIL), atMost(MAX_MAIL_LENGTH)),
  remedy: "name one address, without a display name",
};

/** Rule of an AWS region by its form. */
export const REGION: Rule<string> = {
  must: "be an AWS region such as us-east-1",
  holds: (text) => /^[a-z]{2}(-[a-z]{1,20}){1,3}-\d$/.test(text),
  remedy: "copy its code from the AWS documentation",
};

/** Rule of an availability zone by its form. */
export const ZONE: Rule<string> = {
  must: "be an availability zone such as us-east-1a",
  holds: (text) => /^[a-h]$/.test(text.slice(-1)) && REGION.holds(text.slice(0, -1)),
  remedy: "write the region and a letter from a to h",
};

/** Rule of an id of an AWS account. */
export const ACCOUNT_ID: Rule<string> = {
  must: "be an AWS account id of 12 digits",
  holds: (text) => /^\d{12}$/.test(text),
  remedy: "copy it from the console",
};

/** Path and name of a role or user. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const PRINCIPAL = /^arn:aws:iam::\d{12}:(role|user)\/([\w+=,.@-]{1,100}\/){0,20}[\w+=,.@-]{1,64}$/;
const ACCOUNT_ROOT = /^arn:aws:iam::\d{12}:root$/;

const PRINCIPAL_REMEDY = "write it as arn:aws:iam::<account>:role/<name>, without wildcards";

/** Rule of the ARN of an IAM user or role; wildcards are no principals. */
const IAM_IDENTITY: Rule<string> = {
  must: "be the ARN of an IAM user or role",
  holds: (arn) => PRINCIPAL.test(arn),
  remedy: PRINCIPAL_REMEDY,
};

/** Rule of who may be trusted: also `arn:aws:iam::<account>:root`, every identity of an account. */
export const IAM_PRINCIPAL: Rule<string> = {
  must: "be the ARN of an IAM user, role or account root",
  holds: (arn) => PRINCIPAL.test(arn) || ACCOUNT_ROOT.test(arn),
  remedy: PRINCIPAL_REMEDY,
};

/** Checks the ARN of an IAM user or role. */
export function principalProblems(where: string, arn: string): string[] {
  return ruleProblems(where, arn, IAM_IDENTITY);
}

/** Rule of an `https://` URL without a user or fragment. */
export const HTTPS_URL: Rule<string> = {
  must: "be an https:// URL without a user",
  holds: isHttpsUrl,
  remedy: "copy it as it stands in a browser",
};

/** Beyond the length of any URL that a setting needs: a longer one is a mistake. */
const MAX_URL_LENGTH = 2000;

/** Tells whether a text is an `https://` URL of plain characters, without a user or fragment. */
export function isHttpsUrl(text: string): boolean {
  if (text.length > MAX_URL_LENGTH || !/^https:\/\/[\w.~:/?=&%+,@;()-]+$/.test(text) || !URL.canParse(text))
    return false;
  const { username, password, hostname } = new URL(text);
  return username === "" && password === "" && isDomainName(hostname);
}
