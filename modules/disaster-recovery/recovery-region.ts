import { Aspects, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AlertTopics } from "../alerting";
import { EncryptionKey, MESSAGES_USE, ReplicaKey } from "../encryption";
import type { DataProtection, Keys, Replica, SecondRegion, Topics } from "../foundation/contracts";
import { REGION } from "../foundation/formats";
import { recoverySiteOf, type Site } from "../foundation/names";
import { InRegion } from "../foundation/regions";
import { type GroupOf, type SettingsOf, text, word } from "../foundation/schema";
import { DataNetwork, FlowLogs, networkZones, VPC_CIDR } from "../vpc";

/** Schemas of the place of a second region. */
export const recoveryPlace = {
  /** Another region than the environment's own. */
  region: text(REGION),
  /** IPv4 block of the recovery VPC, disjoint from every other network. */
  cidr: text(VPC_CIDR),
  /** Availability zones of that region, at least two. */
  zones: networkZones,
};

/** Words for what of the application stands in the second region. */
export const RECOVERY_APPLICATIONS = ["none", "pilot-light", "warm-standby"] as const;

/** Schema of what of the application stands in the second region. */
export const recoveryApplication = word(RECOVERY_APPLICATIONS);

/** Word for what of the application stands in the second region. */
export type RecoveryApplication = SettingsOf<typeof recoveryApplication>;

/** The second region of an environment. */
export type RecoveryRegionSettings = GroupOf<typeof recoveryPlace>;

export interface RecoveryRegionProps {
  /** Key of learners' data in the home region, which must be a multi-Region key. */
  readonly keys: Pick<Keys, "data">;
  /** AWS provider of the recovery region. */
  readonly provider: TerraformProvider;
  /** Site of the home region. */
  readonly site: Site;
  readonly settings: RecoveryRegionSettings;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
  /** What of the application is there; `none` by default. */
  readonly application?: RecoveryApplication;
}

/**
 * Second region of an environment, with what its data needs there: a network, flow logs, keys, and topics for alerts.
 * Every resource below it is in that region: constructs of the region take it as their scope.
 */
export class RecoveryRegion extends Construct implements SecondRegion {
  /** Site there, with names of its own. */
  readonly site: Site;
  readonly provider: TerraformProvider;
  readonly network: DataNetwork;
  readonly keys: SecondRegion["keys"];
  readonly alerts: Topics;

  constructor(scope: Construct, id: string, props: RecoveryRegionProps) {
    super(scope, id);
    const { site, provider, settings, logRetentionDays } = props;
    const { region, cidr, zones } = settings;
    this.site = recoverySiteOf(site, region);
    this.provider = provider;
    Aspects.of(this).add(new InRegion(provider));
    this.keys = this.createKeys(props);
    this.alerts = new AlertTopics(this, "alerts", { keys: this.keys, site: this.site });
    this.network = new DataNetwork(this, "network", { cidr, zones, site: this.site });
    new FlowLogs(this, "flow-logs", {
      vpcId: this.network.id,
      keys: this.keys,
      site: this.site,
      logRetentionDays,
    });
  }

  /** Region, provider and key for copies that are kept there. */
  get replica(): Replica {
    return { region: this.site.region, provider: this.provider, key: this.keys.data };
  }

  private createKeys({ keys, dataProtection, application = "none" }: RecoveryRegionProps): SecondRegion["keys"] {
    const { account, region, prefix } = this.site;
    const common = { account, region, dataProtection };
    const serves = application !== "none";
    return {
      logs: new EncryptionKey(this, "logs-key", {
        ...common,
        alias: `${prefix}-logs`,
        description: "CloudWatch log groups",
        byCloudWatchLogs: true,
        ...(serves ? { throughServices: ["xray"] } : {}),
      }),
      data: new ReplicaKey(this, "data-key", {
        ...common,
        primary: keys.data,
        alias: `${prefix}-data`,
        description: "Learners' data at rest",
        throughServices: [
          "backup",
          ...(serves ? ["ec2", "elasticache"] : []),
          "rds",
          "s3",
          "secretsmanager",
          ...(serves ? ["ssm"] : []),
        ],
        ...(serves ? { byAutoScaling: true } : {}),
        byCloudFront: true,
      }),
      messages: new EncryptionKey(this, "messages-key", {
        ...common,
        alias: `${prefix}-messages`,
        description: "SNS topics",
        ...MESSAGES_USE,
      }),
    };
  }
}
