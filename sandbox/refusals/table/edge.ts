import type { Refusals } from "../refusal";

/** Names, certificates, the distribution and the firewall. */
export const EDGE: Refusals = {
  aws_acm_certificate: [
    ["model", "acm RequestCertificate", "names that are no domain names, or longer than 253 characters"],
    [
      "rule",
      "acm RequestCertificate",
      "a first name of more than 64 characters",
      "https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-request-public.html",
    ],
  ],
  aws_acm_certificate_validation: [["moto", "acm DescribeCertificate", "a certificate that does not exist"]],
  aws_cloudfront_cache_policy: [
    ["model", "cloudfront CreateCachePolicy", "behaviors of headers, cookies and query strings that do not exist"],
  ],
  aws_cloudfront_distribution: [
    [
      "model",
      "cloudfront CreateDistributionWithTags",
      "price classes, protocols, HTTP versions and methods that do not exist",
    ],
    [
      "rule",
      "cloudfront CreateDistributionWithTags",
      "more than 100 aliases, 75 behaviors, 100 origins, 4 key groups in a behavior",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
    [
      "rule",
      "cloudfront CreateDistribution",
      "the same without tags",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
    [
      "rule",
      "cloudfront UpdateDistribution",
      "the same in a change",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
    [
      "handler",
      "cloudfront UpdateDistribution",
      "policies, key groups and functions that do not exist; writing methods in an origin group",
    ],
    ["handler", "cloudfront DeleteDistribution", "deletion while it is enabled"],
    [
      "rule",
      "cloudfront UpdateDistribution",
      "aliases that the certificate does not name",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements",
    ],
    ["nobody", "cloudfront UpdateDistribution", "aliases that another account has"],
  ],
  aws_cloudfront_function: [
    ["model", "cloudfront CreateFunction", "names of more than 64 characters; runtimes that do not exist"],
    ["handler", "cloudfront DeleteFunction", "deletion while a distribution uses it"],
    ["rule", "cloudfront CreateFunction", "code of more than 10 KB"],
    ["rule", "cloudfront UpdateFunction", "the same in a change"],
    ["nobody", "cloudfront CreateFunction", "code that does not compile; its tests run it"],
  ],
  aws_cloudfront_key_group: [
    [
      "rule",
      "cloudfront CreateKeyGroup",
      "more than 5 keys in a group, more than 10 groups",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
    [
      "rule",
      "cloudfront UpdateKeyGroup",
      "more than 5 keys",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
    ["handler", "cloudfront CreateKeyGroup", "keys that do not exist; names that are taken"],
  ],
  aws_cloudfront_monitoring_subscription: [
    ["model", "cloudfront CreateMonitoringSubscription", "states that do not exist"],
  ],
  aws_cloudfront_origin_access_control: [
    ["model", "cloudfront CreateOriginAccessControl", "behaviors, protocols and types of origins that do not exist"],
  ],
  aws_cloudfront_public_key: [
    [
      "rule",
      "cloudfront CreatePublicKey",
      "keys that are neither RSA of 2048 bits nor of the curve P-256; more than 10",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html",
    ],
    ["handler", "cloudfront CreatePublicKey", "names that are taken"],
    ["handler", "cloudfront DeletePublicKey", "deletion while a key group has it"],
  ],
  aws_cloudfront_response_headers_policy: [
    ["model", "cloudfront CreateResponseHeadersPolicy", "frame options and referrer policies that do not exist"],
    [
      "rule",
      "cloudfront CreateResponseHeadersPolicy",
      "a Content-Security-Policy of more than 1,783 characters",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
    [
      "rule",
      "cloudfront UpdateResponseHeadersPolicy",
      "the same in a change",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ],
  ],
  aws_route53_health_check: [
    [
      "model",
      "route53 CreateHealthCheck",
      "types and regions that do not exist; intervals of less than 10 or more than 30 seconds; more than 10 failures",
    ],
  ],
  aws_route53_record: [
    [
      "model",
      "route53 ChangeResourceRecordSets",
      "names of more than 1,024 characters; types and countries that do not exist",
    ],
    ["moto", "route53 ChangeResourceRecordSets", "records that are there already"],
    [
      "handler",
      "route53 ChangeResourceRecordSets",
      "records of one name and type that are chosen in different ways, such as by location and simply",
    ],
  ],
  aws_route53_zone: [["moto", "route53 DeleteHostedZone", "deletion while it has records"]],
  aws_wafv2_web_acl: [
    [
      "rule",
      "wafv2 DeleteWebACL",
      "deletion while a distribution or a load balancer uses it",
      "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html",
    ],
    [
      "model",
      "wafv2 CreateWebACL",
      "names of more than 128 characters; rates below 10; countries and transformations that do not exist",
    ],
    [
      "rule",
      "wafv2 CreateWebACL",
      "more than 5,000 capacity units; statements that do not nest; priorities that are taken",
      "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html",
    ],
    [
      "rule",
      "wafv2 UpdateWebACL",
      "the same in a change",
      "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html",
    ],
  ],
  aws_wafv2_web_acl_association: [["model", "wafv2 AssociateWebACL", "ARNs of more than 2,048 characters"]],
  aws_wafv2_web_acl_logging_configuration: [
    ["model", "wafv2 PutLoggingConfiguration", "more than 100 destinations; filters that keep neither nor drop"],
  ],
};
