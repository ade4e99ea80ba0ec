import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53HostedZoneDnssec } from "@cdktf/provider-aws/lib/route53-hosted-zone-dnssec";
import { Route53KeySigningKey } from "@cdktf/provider-aws/lib/route53-key-signing-key";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { Alarm } from "../alerting";
import { keyPolicy } from "../encryption";
import type { Arn, DataProtection } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import { GLOBAL_REGION, globalProviderProblems } from "../foundation/regions";
import { signingAlarms } from "./health-alarms";

export interface ZoneSigningProps {
  readonly zoneId: string;
  readonly dataProtection: DataProtection;
  /** Of us-east-1. */
  readonly globalProvider: AwsProvider;
  /** Hears when signing fails; in us-east-1. */
  readonly alarmTopic: Arn;
  readonly site: Pick<Site, "account" | "prefix">;
}

/**
 * DNSSEC of a zone: its answers are signed with a KMS key, and resolvers that check it refuse forged ones, once the
 * parent zone has the DS record.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
 */
export class ZoneSigning extends Construct {
  /** What the parent zone must have. */
  readonly dsRecord: string;
  /** What tells that the zone cannot be signed any more. */
  readonly alarms: readonly Alarm[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ZoneSigningProps,
  ) {
    super(scope, id);
    const { zoneId, globalProvider } = props;
    for (const problem of globalProviderProblems(globalProvider, "Route 53 takes the key of DNSSEC from")) {
      Annotations.of(this).addError(problem);
    }
    const signingKey = new Route53KeySigningKey(this, "key-signing-key", {
      hostedZoneId: zoneId,
      name: "lms",
      keyManagementServiceArn: this.createKey().arn,
    });
    new Route53HostedZoneDnssec(this, "dnssec", { hostedZoneId: zoneId, dependsOn: [signingKey] });
    this.dsRecord = signingKey.dsRecord;
    this.alarms = this.createAlarms();
  }

  private createKey(): KmsKey {
    const { dataProtection, globalProvider, site } = this.props;
    const key = new KmsKey(this, "key", {
      provider: globalProvider,
      description: "Signs the hosted zone (DNSSEC)",
      // The one kind that Route 53 takes. KMS cannot rotate it: a new key needs a new DS record in the parent zone.
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: dataProtection === "retained" ? 30 : 7,
      policy: policyDocument([
        ...keyPolicy({ account: site.account, region: GLOBAL_REGION }),
        ...signingStatements(site.account),
      ]),
    });
    new KmsAlias(key, "alias", {
      provider: globalProvider,
      name: `alias/${site.prefix}-dnssec`,
      targetKeyId: key.keyId,
    });
    return key;
  }

  private createAlarms(): Alarm[] {
    const { zoneId, globalProvider: provider, alarmTopic: topic, site } = this.props;
    return Object.entries(signingAlarms(zoneId)).map(
      ([id, spec]) => new Alarm(this, id, { provider, topic, name: `${site.prefix}-dnssec-${id}`, spec }),
    );
  }
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC */
function signingStatements(account: string): PolicyStatement[] {
  const dnssec = { Effect: "Allow", Principal: { Service: "dnssec-route53.amazonaws.com" }, Resource: "*" } as const;
  const forOwnZones = { StringEquals: { "aws:SourceAccount": account } };
  return [
    {
      Sid: "SignByRoute53",
      ...dnssec,
      Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
      Condition: forOwnZones,
    },
    {
      Sid: "GrantsByRoute53",
      ...dnssec,
      Action: "kms:CreateGrant",
      Condition: { ...forOwnZones, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
