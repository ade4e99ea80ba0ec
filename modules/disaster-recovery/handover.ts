import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn, propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import type { Arn, DataTier } from "../foundation/contracts";
import { handoverParameter, type Site } from "../foundation/names";

/** What the root of the home region tells that of the recovery region, beside the subnets. */
const FACTS = [
  "vpcId",
  "dataKeyArn",
  "logsKeyArn",
  "messagesKeyArn",
  "hostedZoneId",
  "databaseSecurityGroupId",
  "databaseEndpoint",
  "databaseReaderEndpoint",
  "databaseUrl",
] as const;

/** Name of a fact that is handed over. */
export type HandoverFact = (typeof FACTS)[number];

export interface HandoverProps {
  /** Site of the home region. */
  readonly site: Pick<Site, "path">;
  readonly facts: Readonly<Record<HandoverFact, string>>;
  /** Data tier of the recovery region. */
  readonly network: Pick<DataTier, "zones" | "subnetIds">;
  /** Values by which a load balancer recognizes CloudFront. */
  readonly originVerifyValues: readonly string[];
  /** Key of learners' data there. */
  readonly key: Arn;
}

/**
 * Parameters in which the home region's root tells what the recovery region's root builds on. They are in the recovery
 * region, so they can be read when the home region, or its Terraform state, cannot. Made below a `RecoveryRegion`.
 */
export class Handover extends Construct {
  constructor(scope: Construct, id: string, props: HandoverProps) {
    super(scope, id);
    const { site, facts, network, originVerifyValues, key } = props;
    const subnets = network.subnetIds["private-data"];
    const subnetFacts = network.zones.map((zone, index) => [subnetFact(zone), subnets[index]] as const);
    new SsmParameter(this, "platform", {
      name: handoverParameter(site, "platform"),
      description: "What the recovery region's root builds on",
      type: "String",
      // It has no secrets, and a plan is read: a `value` would be hidden there.
      insecureValue: Fn.jsonencode({ ...facts, ...Object.fromEntries(subnetFacts) }),
    });
    new SsmParameter(this, "origin-verify", {
      name: handoverParameter(site, "origin-verify"),
      description: "Values by which a load balancer recognizes CloudFront",
      type: "SecureString",
      keyId: key.arn,
      value: Fn.jsonencode([...originVerifyValues]),
    });
  }
}

export interface HandedOverProps {
  /** Site of the home region. */
  readonly site: Pick<Site, "path">;
  /** Zones of the recovery region. */
  readonly zones: readonly string[];
  /** Number of values by which a load balancer recognizes CloudFront. */
  readonly originVerifyCount: number;
}

/** Reading of what a `Handover` of the home region's root tells, in the recovery region. */
export class HandedOver extends Construct {
  readonly facts: Readonly<Record<HandoverFact, string>>;
  /** Data tier of the recovery region. */
  readonly dataTier: DataTier;
  /** Values by which a load balancer recognizes CloudFront. */
  readonly originVerifyValues: readonly string[];

  constructor(scope: Construct, id: string, { site, zones, originVerifyCount }: HandedOverProps) {
    super(scope, id);
    const platform = new DataAwsSsmParameter(this, "platform", { name: handoverParameter(site, "platform") });
    const fact = (name: string) => Token.asString(propertyAccess(Fn.jsondecode(platform.insecureValue), [name]));
    this.facts = Object.fromEntries(FACTS.map((name) => [name, fact(name)])) as Record<HandoverFact, string>;
    this.dataTier = {
      id: this.facts.vpcId,
      zones,
      subnetIds: { "private-data": zones.map((zone) => fact(subnetFact(zone))) },
    };
    const values = new DataAwsSsmParameter(this, "origin-verify", {
      name: handoverParameter(site, "origin-verify"),
      withDecryption: true,
    });
    this.originVerifyValues = Array.from({ length: originVerifyCount }, (_, index) =>
      Token.asString(Fn.element(Fn.jsondecode(values.value), index)),
    );
  }
}

function subnetFact(zone: string): string {
  return `dataSubnetId-${zone}`;
}
