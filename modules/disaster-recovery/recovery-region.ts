import { Aspects, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AlertTopics } from "../alerting/alert-topics";
import { EncryptionKey } from "../encryption/encryption-key";
import { MESSAGES_USE } from "../encryption/messages-use";
import { ReplicaKey } from "../encryption/replica-key";
import type { DataProtection, Keys, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { FlowLogs } from "../vpc/flow-logs";
import { InRegion } from "./in-region";
import { RecoveryNetwork } from "./recovery-network";

export interface RecoveryRegionProps {
  /** The keys of the home region; the data key must be a multi-Region key. */
  readonly keys: Keys;
  readonly site: Site;
  /** The AWS provider of the recovery region. */
  readonly provider: TerraformProvider;
  readonly region: string;
  /** IPv4 block of the recovery VPC. */
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

/**
 * The ground that an environment's data stands on in its second region: a network for data, its flow logs, the keys there,
 * and the topics of its alerts. Every resource below it is in that region; what belongs to the region is built with it as
 * scope.
 */
export class RecoveryRegion extends Construct {
  readonly region: string;
  readonly provider: TerraformProvider;
  /** First part of the names there, such as `lms-prod-recovery`: IAM roles are the same in every region. */
  readonly prefix: string;
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
    const { site, provider, region, cidr, zones, logRetentionDays } = props;
    this.region = region;
    this.provider = provider;
    this.prefix = `${site.prefix}-recovery`;
    Aspects.of(this).add(new InRegion(provider));
    this.keys = this.createKeys();
    this.alerts = new AlertTopics(this, "alerts", {
      account: site.account,
      keys: this.keys,
      prefix: this.prefix,
    });
    this.network = new RecoveryNetwork(this, "network", { prefix: this.prefix, cidr, zones });
    new FlowLogs(this, "flow-logs", {
      account: site.account,
      region,
      prefix: this.prefix,
      vpc: this.network.vpc,
      keys: this.keys,
      logRetentionDays,
    });
  }

  private createKeys() {
    const { site, region, keys, dataProtection } = this.props;
    const common = { account: site.account, region, dataProtection };
    return {
      logs: new EncryptionKey(this, "logs-key", {
        ...common,
        alias: `${this.prefix}-logs`,
        description: "CloudWatch log groups",
        byCloudWatchLogs: true,
      }),
      data: new ReplicaKey(this, "data-key", {
        ...common,
        primary: keys.data,
        alias: `${this.prefix}-data`,
        description: "Learners' data at rest",
        throughServices: ["backup", "rds", "s3", "secretsmanager"],
        byCloudFront: true,
      }),
      messages: new EncryptionKey(this, "messages-key", {
        ...common,
        alias: `${this.prefix}-messages`,
        description: "SNS topics",
        ...MESSAGES_USE,
      }),
    };
  }
}
