import { Construct } from "constructs";
import { ALERT_PUBLISHERS } from "../foundation/alert-publishers";
import type { DataProtection, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { EncryptionKey } from "./encryption-key";
import type { KeyUse } from "./key-policy";

export interface EncryptionKeysProps {
  readonly dataProtection: DataProtection;
  readonly site: Site;
}

/** Uses of a key for topics and queues: by identities through SNS and SQS, and by the services that publish themselves. */
export const MESSAGES_USE = {
  throughServices: ["sns", "sqs"],
  byServices: [...ALERT_PUBLISHERS, "sns.amazonaws.com"],
  byEventBridge: true,
} as const satisfies Pick<KeyUse, "throughServices" | "byServices" | "byEventBridge">;

/** KMS keys of an environment, one for each kind of data, so that a right to read one kind gives none to another. */
export class EncryptionKeys extends Construct implements Keys {
  /** Log groups and traces. */
  readonly logs: EncryptionKey;
  /** Learners' data: databases, caches, buckets, volumes, secrets and their backups. */
  readonly data: EncryptionKey;
  /** Kubernetes secrets in the cluster's etcd. */
  readonly cluster: EncryptionKey;
  /** Topics and queues. */
  readonly messages: EncryptionKey;

  constructor(scope: Construct, id: string, props: EncryptionKeysProps) {
    super(scope, id);
    const { dataProtection, site } = props;
    const common = { account: site.account, region: site.region, dataProtection };
    this.logs = new EncryptionKey(this, "logs", {
      ...common,
      alias: `${site.prefix}-logs`,
      description: "CloudWatch log groups and X-Ray traces",
      byCloudWatchLogs: true,
      // X-Ray encrypts with a grant from the identity that configures it; readers of traces decrypt with their own rights.
      throughServices: ["xray"],
    });
    this.data = new EncryptionKey(this, "data", {
      ...common,
      alias: `${site.prefix}-data`,
      description: "Learners' data at rest",
      throughServices: ["backup", "ec2", "elasticache", "rds", "s3", "secretsmanager"],
      byAutoScaling: true,
      byCloudFront: true,
      // A second region needs it one day, and a key cannot become one later: a new key would be a new database.
      multiRegion: true,
    });
    this.cluster = new EncryptionKey(this, "cluster", {
      ...common,
      alias: `${site.prefix}-cluster`,
      description: "Kubernetes secrets of the EKS cluster",
      byIdentities: true,
    });
    this.messages = new EncryptionKey(this, "messages", {
      ...common,
      alias: `${site.prefix}-messages`,
      description: "SNS topics and SQS queues",
      ...MESSAGES_USE,
    });
  }
}
