import type { Continent } from "./continents";
import type { FirewallSettings } from "./firewall/firewall-settings";

/** The entrance of an environment: its name, who may pass, and how a visitor finds it. */
export interface EdgeSettings {
  /** Name of the site, such as `lms.example.com`, lower case, at most 64 characters. `origin.` before it is the load balancer. */
  readonly domain: string;
  readonly zone: ZoneSettings;
  /** Continents with DNS records of their own beside the default ones, so that one can be sent elsewhere without a change for the rest. */
  readonly continents: readonly Continent[];
  /**
   * Versions of the value by which the load balancer knows CloudFront; it accepts each and CloudFront sends the last. To
   * rotate: deploy with the next number added, then with the old one removed.
   */
  readonly originVerifyVersions: readonly [number, ...number[]];
  readonly firewall: FirewallSettings;
}

/**
 * The Route 53 zone that the site's records go into. The name servers of a created zone must be entered in the parent
 * zone while the first apply waits for the certificate, see the output of the zone. `looked-up` takes one that exists.
 */
export type ZoneSettings =
  | {
      readonly kind: "created";
      /** The site's domain or one above it. */
      readonly name: string;
      /** `signed`: DNSSEC. Its DS record must be entered in the parent zone, and removed there two days before signing ends. */
      readonly dnssec: "none" | "signed";
    }
  | {
      readonly kind: "looked-up";
      /** The site's domain or one above it. */
      readonly name: string;
    };
