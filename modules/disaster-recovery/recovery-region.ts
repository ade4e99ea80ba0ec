import { Aspects, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AlertTopics } from "../alerting";
import { EncryptionKey, MESSAGES_USE, ReplicaKey } from "../encryption";
import type { DataProtection, Keys, Replica, SecondRegion, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { FlowLogs } from "../vpc";
import { InRegion } from "./in-region";
import { RecoveryNetwork } from "./recovery-network";

/** Region, network and zones of the second region. */
export interface RecoveryRegionSettings {
  /** Another region than the environment's own. */
  readonly region: string;
  /** IPv4 block of the recovery VPC, disjoint from every other network. */
  readonly cidr: string;
  /** Availability zones of that region, at least two. */
  readonly zones: readonly string[];
}

export interface RecoveryRegionProps {
  /** Key of learners' data in the home region, which must be a multi-Region key. */
  readonly keys: Pick<Keys, "data">;
  /** Of the home region. */
  readonly site: Site;
  /** The AWS provider of the recovery region. */
  readonly provider: TerraformProvider;
  readonly settings: RecoveryRegionSettings;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

/**
 * The ground that an environment's data stands on in its second region: a network for data, its flow logs, the keys there,
 * and the topics of its alerts. Every resource below it is in that region; what belongs to the region is built with it as
 * scope.
 */
export class RecoveryRegion extends Construct implements SecondRegion {
  /** The names there begin with such as `lms-prod-recovery`: IAM roles are the same in every region. */
  readonly site: Site;
  readonly provider: TerraformProvider;
  readonly network: RecoveryNetwork;
  readonly keys: {
    /** Log groups. */
    readonly logs: EncryptionKey;
    /** Learners' data: the replica of the home region's key. */
    readonly data: ReplicaKey;
    /** Topics. */
    readonly messages: EncryptionKey;
  };
  /** Alarms and events of the region reach only topics that are in it. */
  readonly alerts: Topics;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RecoveryRegionProps,
  ) {
    super(scope, id);
    const { site, provider, settings, logRetentionDays } = props;
    const { region, cidr, zones } = settings;
    this.site = { ...site, region, prefix: `${site.prefix}-recovery` };
    this.provider = provider;
    Aspects.of(this).add(new InRegion(provider));
    this.keys = this.createKeys();
    this.alerts = new AlertTopics(this, "alerts", { keys: this.keys, site: this.site });
    this.network = new RecoveryNetwork(this, "network", { site: this.site, cidr, zones });
    new FlowLogs(this, "flow-logs", {
      vpcId: this.network.id,
      keys: this.keys,
      site: this.site,
      logRetentionDays,
    });
  }

  /** For what is copied there. */
  get replica(): Replica {
    return { region: this.site.region, provider: this.provider, key: this.keys.data };
  }

  private createKeys() {
    const { keys, dataProtection } = this.props;
    const { account, region, prefix } = this.site;
    const common = { account, region, dataProtection };
    return {
      logs: new EncryptionKey(this, "logs-key", {
        ...common,
        alias: `${prefix}-logs`,
        description: "CloudWatch log groups",
        byCloudWatchLogs: true,
      }),
      data: new ReplicaKey(this, "data-key", {
        ...common,
        primary: keys.data,
        alias: `${prefix}-data`,
        description: "Learners' data at rest",
        throughServices: ["backup", "rds", "s3", "secretsmanager"],
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
