import { BLOCKED } from "./blocked-response";
import type { RuleActionOverride, Statement } from "./statements";

/**
 * Rules of AWS's groups, by what the platform makes of them. A rule that AWS adds later is in neither list and blocks with
 * AWS's own answer, a bare 403.
 */
interface ManagedRules {
  /** Rules that block, with the page for people who were refused. */
  readonly block: readonly string[];
  /** Rules that only count, which puts their label on the request: rules of the platform decide where it is refused. */
  readonly count: readonly string[];
}

/**
 * Groups that every web ACL uses, or that of CloudFront.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const GROUPS = {
  AWSManagedRulesAmazonIpReputationList: {
    block: ["AWSManagedIPReputationList", "AWSManagedReconnaissanceList"],
    count: [],
  },
  AWSManagedRulesAnonymousIpList: {
    block: [],
    // Where VPNs are the way out of a country or of a school's network, learners use them. Clouds other than AWS are where
    // LTI tools and identity providers call from.
    count: ["AnonymousIPList", "HostingProviderIPList"],
  },
  AWSManagedRulesCommonRuleSet: {
    block: [
      "UserAgent_BadBots_HEADER",
      "SizeRestrictions_Cookie_HEADER",
      "SizeRestrictions_URIPATH",
      "EC2MetaDataSSRF_COOKIE",
      "EC2MetaDataSSRF_URIPATH",
      "EC2MetaDataSSRF_QUERYARGUMENTS",
      "GenericLFI_QUERYARGUMENTS",
      "GenericLFI_URIPATH",
      "GenericRFI_QUERYARGUMENTS",
      "GenericRFI_URIPATH",
      "CrossSiteScripting_COOKIE",
      "CrossSiteScripting_QUERYARGUMENTS",
      "CrossSiteScripting_URIPATH",
    ],
    count: [
      // Servers of LTI tools and school systems call without one: PHP's cURL sends none by itself.
      "NoUserAgent_HEADER",
      "SizeRestrictions_QUERYSTRING",
      "SizeRestrictions_BODY",
      "EC2MetaDataSSRF_BODY",
      "GenericLFI_BODY",
      "RestrictedExtensions_URIPATH",
      "RestrictedExtensions_QUERYARGUMENTS",
      "GenericRFI_BODY",
      "CrossSiteScripting_BODY",
    ],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    block: [
      "JavaDeserializationRCE_HEADER",
      "JavaDeserializationRCE_URIPATH",
      "JavaDeserializationRCE_QUERYSTRING",
      "Host_localhost_HEADER",
      "PROPFIND_METHOD",
      "ExploitablePaths_URIPATH",
      "Log4JRCE_HEADER",
      "Log4JRCE_QUERYSTRING",
      "Log4JRCE_URIPATH",
    ],
    count: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
  },
  AWSManagedRulesSQLiRuleSet: {
    block: ["SQLi_QUERYARGUMENTS", "SQLiExtendedPatterns_QUERYARGUMENTS", "SQLi_COOKIE", "SQLi_URIPATH"],
    count: ["SQLi_BODY", "SQLiExtendedPatterns_BODY"],
  },
} as const satisfies Record<string, ManagedRules>;

const CORE = "awswaf:managed:aws:core-rule-set";
const KNOWN = "awswaf:managed:aws:known-bad-inputs";
const SQL = "awswaf:managed:aws:sql-database";

/** Labels of the counted rules of the groups, by what they found. */
export const LABELS = {
  /** A body over 8 KB. */
  largeBody: [`${CORE}:SizeRestrictions_Body`],
  /** Bodies with markup, `../`, links to addresses, SQL, or the text of an attack, as essays and source code have them. */
  suspiciousBody: [
    `${CORE}:CrossSiteScripting_Body`,
    `${CORE}:GenericLFI_Body`,
    `${CORE}:GenericRFI_Body`,
    `${CORE}:EC2MetaDataSSRF_Body`,
    `${KNOWN}:JavaDeserializationRCE_Body`,
    `${KNOWN}:Log4JRCE_Body`,
    `${KNOWN}:ReactJSRCE_Body`,
    `${SQL}:SQLi_Body`,
    `${SQL}:SQLiExtendedPatterns_Body`,
  ],
  /** A query over 2 KB. */
  longQuery: [`${CORE}:SizeRestrictions_QueryString`],
  /** Names of files such as `app.log` and `app.ini`, in the path or the query. */
  systemFile: [`${CORE}:RestrictedExtensions_URIPath`, `${CORE}:RestrictedExtensions_QueryArguments`],
} as const;

/** Group of AWS, each of its rules as the platform has it. */
export function managedGroup(name: keyof typeof GROUPS): Statement {
  const { block, count }: ManagedRules = GROUPS[name];
  return {
    ManagedRuleGroupStatement: {
      VendorName: "AWS",
      Name: name,
      RuleActionOverrides: [
        ...block.map((rule): RuleActionOverride => ({ Name: rule, ActionToUse: { Block: BLOCKED } })),
        ...count.map((rule): RuleActionOverride => ({ Name: rule, ActionToUse: { Count: {} } })),
      ],
    },
  };
}
