import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Route53HostedZoneDnssec } from "@cdktf/provider-aws/lib/route53-hosted-zone-dnssec";
import { Route53KeySigningKey } from "@cdktf/provider-aws/lib/route53-key-signing-key";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, countOf, fiveMinutes } from "../alerting";
import { keyPolicy } from "../encryption";
import type { Arn, DataProtection } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import type { Site } from "../foundation/names";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import { GLOBAL_REGION, type GlobalProvider } from "../foundation/regions";
import { signingMetrics } from "./metrics";

export interface ZoneSigningProps {
  readonly zoneId: string;
  readonly dataProtection: DataProtection;
  readonly globalProvider: GlobalProvider;
  /** Topic of the alarms, in us-east-1. */
  readonly alarmTopic: Arn;
  readonly site: Pick<Site, "account" | "prefix">;
}

/**
 * DNSSEC of a zone: its answers are signed with a KMS key. Resolvers that validate refuse forged ones, once the parent zone
 * has the DS record.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
 */
export class ZoneSigning extends Construct {
  /** DS record to enter in the parent zone. */
  readonly dsRecord: string;
  /** Alarms of failures to sign. */
  readonly alarms: readonly Alarm[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ZoneSigningProps,
  ) {
    super(scope, id);
    const { zoneId } = props;
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
    const { zoneId, globalProvider: provider, alarmTopic, site } = this.props;
    return Object.entries(signingAlarms(zoneId)).map(
      ([id, spec]) =>
        new Alarm(this, id, { provider, topics: [alarmTopic], name: `${site.prefix}-dnssec-${id}`, spec }),
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

/** Alarms of the signing of a zone, by the way in which it fails. Route 53 writes every four hours. */
function signingAlarms(hostedZoneId: string): Readonly<Record<"internal-failure" | "key-needs-action", AlarmSpec>> {
  const metrics = signingMetrics(hostedZoneId);
  const alarm = (signal: Metric): AlarmSpec => ({
    meaning:
      "The hosted zone cannot be signed: resolvers will soon refuse its answers, and the site becomes unreachable.",
    runbook: "dnssec",
    signal,
    range: countOf(""),
    threshold: { above: 0 },
    window: fiveMinutes(1),
    missingData: "silent-between-readings",
    incident: "site",
  });
  return {
    "internal-failure": alarm(metrics.internalFailures),
    "key-needs-action": alarm(metrics.keysNeedingAction),
  };
}
