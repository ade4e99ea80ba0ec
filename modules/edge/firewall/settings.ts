import { check, isReference, type Rule } from "../../foundation/checks";
import { either, group, list, type SettingsOf, settingsProblems, text, whole, word } from "../../foundation/schema";

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

const COUNTRY: Rule<string> = {
  must: "be an ISO 3166-1 code of two capital letters such as KP",
  holds: (code) => COUNTRIES.has(code),
  remedy: (code) =>
    /[/:]|^\d/.test(code) ? "address ranges belong into an IP set" : "look up the code of the country",
};

/** Objects of buckets that an address may ask for, for each request to the application: pictures of a page, pieces of a video. */
export const OBJECTS_PER_REQUEST = 5;

/** @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
const MAX_RATE = 2_000_000_000;
const rate = whole([10, MAX_RATE / OBJECTS_PER_REQUEST], "AWS WAF takes no other rate of requests and of objects");

/** Schema of the limits of the web ACLs that differ between environments; the rules that every LMS needs are in `lms-rules.ts`. */
export const firewallSettings = group({
  /** `count` allows all requests, and only counts and logs those that `block` would refuse. */
  mode: word(["block", "count"]),
  /** Countries whose visitors are blocked, by ISO 3166-1 code such as `KP`. */
  blockedCountries: either(
    ["none"],
    list(text(COUNTRY), {
      least: 1,
      most: COUNTRIES.size,
      each: "country",
      remedy: 'a geo rule without one is invalid: say "none"',
    }),
  ),
  /** `common`: block bots that name themselves, except verified ones, for a fee per request. It blocks scripts and some LTI tools too. */
  botControl: word(["none", "common"]),
  /** Requests of one address in five minutes at most, at least 10. A campus behind NAT is one address, and each page is many requests. */
  requestsPerAddress: rate,
  /** Attempts to log in of one address in five minutes at most, at least 10 and fewer than `requestsPerAddress`. */
  loginsPerAddress: rate,
});

/** Limits of the web ACLs that differ between environments. */
export interface FirewallSettings extends SettingsOf<typeof firewallSettings> {}

/** Checks the settings of the firewall. @returns every problem at once, `[]` when there is none */
export function firewallProblems(settings: FirewallSettings): string[] {
  const { requestsPerAddress, loginsPerAddress } = settings;
  const problems = settingsProblems("", firewallSettings, settings);
  if (problems.length > 0) return problems;
  return check(
    isReference(requestsPerAddress) || loginsPerAddress < requestsPerAddress,
    "loginsPerAddress",
    `must be lower than requestsPerAddress ${requestsPerAddress}`,
    loginsPerAddress,
    "lower it",
  );
}
