import { check, isReference, oneOf, unique } from "../foundation/checks";
import { domainProblems } from "../foundation/formats";
import type { FirewallSettings } from "./firewall/settings";

/** Entrance of an environment: its name, its DNS records and its firewall. */
export interface EdgeSettings {
  /** Name of the site, such as `lms.example.com`, lower case, at most 64 characters. `origin.` before it is the load balancer. */
  readonly domain: string;
  readonly zone: ZoneSettings;
  /** Continents with DNS records of their own in addition to the default ones, so that one can be routed elsewhere by itself. */
  readonly continents: readonly Continent[];
  /**
   * Versions of the header value by which the load balancer recognizes CloudFront, which sends the last. To rotate, replace it
   * by the next number and deploy. A number further on would be refused until CloudFront's locations know it.
   */
  readonly originVerifyVersions: readonly [number, ...number[]];
  readonly firewall: FirewallSettings;
}

/**
 * Route 53 hosted zone of the site's records. The name servers of a created zone, output `name_servers`, must be entered in
 * the parent zone while the first apply waits for the certificate. `looked-up` takes one that exists.
 */
export type ZoneSettings =
  | {
      readonly kind: "created";
      /** The site's domain or one above it. */
      readonly name: string;
      /** `signed`: DNSSEC. Its DS record, output `ds_record`, must be entered in the parent zone, and removed there two days before signing ends. */
      readonly dnssec: "none" | "signed";
    }
  | {
      readonly kind: "looked-up";
      /** The site's domain or one above it. */
      readonly name: string;
    };

/**
 * Continents of geolocation records, by their code in Route 53.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
 */
export const CONTINENTS = {
  AF: "Africa",
  AN: "Antarctica",
  AS: "Asia",
  EU: "Europe",
  NA: "North America",
  OC: "Oceania",
  SA: "South America",
} as const;

/** Code of a continent in Route 53. */
export type Continent = keyof typeof CONTINENTS;

/** Length of a certificate's first name. @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAX_SITE_NAME = 64;

/** Checks the name of a site and that of the zone of its records. @returns every problem at once, `[]` when there is none */
export function siteProblems({ domain, zone }: Pick<EdgeSettings, "domain" | "zone">): string[] {
  const names = [...domainProblems("domain", domain), ...domainProblems("zone.name", zone.name, "example.com")];
  const isInside = isReference(zone.name) || domain === zone.name || domain.endsWith(`.${zone.name}`);
  return [
    ...names,
    ...check(
      domain.length <= MAX_SITE_NAME,
      "domain",
      `must have at most ${MAX_SITE_NAME} characters for its certificate`,
      domain,
      "choose a shorter name",
    ),
    ...check(
      names.length > 0 || isInside,
      "domain",
      `must be the zone ${zone.name} or inside it`,
      domain,
      "name the zone that the domain belongs to",
    ),
  ];
}

/** Checks the continents with records of their own. @returns every problem at once, `[]` when there is none */
export function continentProblems(continents: readonly string[]): string[] {
  const known = Object.keys(CONTINENTS);
  return [
    ...continents.flatMap((continent) => oneOf("continents", continent, known, "use the code that Route 53 has")),
    ...unique("continents", continents, "continent"),
  ];
}
