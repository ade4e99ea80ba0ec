import { check, isReference, type Rule } from "../foundation/checks";
import { all, atMost } from "../foundation/conditions";
import { DOMAIN_CONDITION, domainName, isDomainName } from "../foundation/formats";
import { contentDomain } from "../foundation/names";
import { choice, either, group, type SettingsOf, settingsProblems, text, whole, word } from "../foundation/schema";
import { firewallSettings } from "./firewall/settings";

/** Length of a certificate's first name. @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAX_FIRST_NAME = 64;

/** Course packages have a certificate of their own, whose first name is longer than the site's. */
const MAX_SITE_NAME = MAX_FIRST_NAME - contentDomain("").length;

const SITE_NAME: Rule<string> = {
  must: `be a domain name in lower case of at most ${MAX_SITE_NAME} characters such as lms.example.com`,
  holds: (name) => name.length <= MAX_SITE_NAME && isDomainName(name),
  condition: all(DOMAIN_CONDITION, atMost(MAX_SITE_NAME)),
  remedy: "write the name without scheme, path or trailing dot",
};

/** Schema of the site's name and of the zone of its records. */
export const site = {
  /** Name of the site, such as `lms.example.com`, lower case, at most 56 characters. `origin.` before it is the load balancer. */
  domain: text(SITE_NAME),
  /**
   * Route 53 hosted zone of the site's records. The name servers of a created zone, output `name_servers`, must be entered
   * in the parent zone while the first apply waits for the certificate. `looked-up` takes one that this account has. Where the
   * domain's zone is in another account, create one for the site's own name, and enter its name servers there.
   */
  zone: choice("kind", {
    created: group({
      kind: word(["created"]),
      /** The site's domain or one above it. */
      name: text(domainName("example.com")),
      /** `signed`: DNSSEC. Its DS record, output `ds_record`, must be entered in the parent zone, and removed there two days before signing ends. */
      dnssec: word(["none", "signed"]),
    }),
    "looked-up": group({
      kind: word(["looked-up"]),
      /** The site's domain or one above it. */
      name: text(domainName("example.com")),
    }),
  }),
};

/** Rotations of the header value in a lifetime, and more. */
const MAX_VERSION = 100_000;

/** Schema of the version of the header value. */
export const originVerifyVersion = whole([1, MAX_VERSION], "count rotations from 1, and raise it by one for each");

/** Schema of the entrance of an environment: its name, its DNS records and its firewall. */
export const edgeSettings = group({
  ...site,
  /**
   * Version of the header value by which the load balancer recognizes CloudFront, from 1. Raised by one it makes a new
   * value, which the load balancer accepts already. The one before stays accepted: when it has become
   * known, raise the version once more after the apply.
   */
  originVerifyVersion,
  /** Who may pass. Without it there is no web ACL: CloudFront hands on what anyone sends, as often as they like. */
  firewall: either(["none"], firewallSettings),
});

/** Entrance of an environment: its name, its DNS records and its firewall. */
export interface EdgeSettings extends SettingsOf<typeof edgeSettings> {}

/** Checks the name of a site and that of the zone of its records. @returns every problem at once, `[]` when there is none */
export function siteProblems({ domain, zone }: Pick<EdgeSettings, "domain" | "zone">): string[] {
  const problems = settingsProblems("", group(site), { domain, zone });
  if (problems.length > 0) return problems;
  return check(
    isReference(zone.name) || domain === zone.name || domain.endsWith(`.${zone.name}`),
    "domain",
    `must be the zone ${zone.name} or inside it`,
    domain,
    "name the zone that the domain belongs to",
  );
}
