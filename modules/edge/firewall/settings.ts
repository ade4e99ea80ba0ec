import { check, isReference, problem, wholeNumber } from "../../foundation/checks";

/** Limits of the web ACLs that differ between environments; the rules that every LMS needs are in `lms-rules.ts`. */
export interface FirewallSettings {
  /** `count` allows all requests, and only counts and logs those that `block` would refuse. */
  readonly mode: "block" | "count";
  /** Countries whose visitors are blocked, by ISO 3166-1 code such as `KP`. */
  readonly blockedCountries: "none" | readonly string[];
  /** `common`: block bots that name themselves, except verified ones, for a fee per request. It blocks scripts and some LTI tools too. */
  readonly botControl: "none" | "common";
  /** Requests of one address in five minutes at most, at least 10. A campus behind NAT is one address, and each page is many requests. */
  readonly requestsPerAddress: number;
  /** Attempts to log in of one address in five minutes at most, at least 10 and fewer than `requestsPerAddress`. */
  readonly loginsPerAddress: number;
}

/** ISO 3166-1 alpha-2, and XK for Kosovo, which AWS WAF knows too. @see https://www.iso.org/obp/ui/#search/code/ */
const COUNTRIES: ReadonlySet<string> = new Set(
  `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL
  BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV
  CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
  GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM
  IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK
  LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
  MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR
  PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS
  ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
  UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK
`
    .trim()
    .split(/\s+/),
);

/** Least limit of a rate. @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
const MIN_RATE = 10;

/** Checks the settings of the firewall. @returns every problem at once, `[]` when there is none */
export function firewallProblems(settings: FirewallSettings): string[] {
  const { blockedCountries, requestsPerAddress, loginsPerAddress } = settings;
  const rate = (where: string, got: number) =>
    wholeNumber(where, got, [MIN_RATE, Number.POSITIVE_INFINITY], "AWS WAF takes no lower rate");
  return [
    ...countryProblems(blockedCountries),
    ...rate("requestsPerAddress", requestsPerAddress),
    ...rate("loginsPerAddress", loginsPerAddress),
    ...check(
      isReference(requestsPerAddress) || !(loginsPerAddress >= requestsPerAddress),
      "loginsPerAddress",
      `must be lower than requestsPerAddress ${requestsPerAddress}`,
      loginsPerAddress,
      "lower it",
    ),
  ];
}

function countryProblems(countries: FirewallSettings["blockedCountries"]): string[] {
  if (countries === "none") return [];
  if (countries.length === 0) {
    return [problem("blockedCountries", 'must name a country or be "none"', [], "a geo rule without one is invalid")];
  }
  return countries.flatMap((country) =>
    check(
      COUNTRIES.has(country),
      "blockedCountries",
      "must be ISO 3166-1 codes of two capital letters such as KP",
      country,
      /[/:]|^\d/.test(country) ? "address ranges belong into an IP set" : "look up the code of the country",
    ),
  );
}
