import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import type { Arn, Replica } from "../foundation/contracts";
import { roleName, type Site, STATE_COPY_ROLE } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import type { PrivateBucket } from "./private-bucket";
import { replicationStatements } from "./replication-statements";

/** Minutes within which S3 promises to replicate an object; it offers no other number. */
const REPLICATION_MINUTES = 15;

/** Copying of one bucket to another, whose objects a key encrypts. */
interface Copying extends Partial<Pick<Replica, "provider">> {
  readonly from: PrivateBucket;
  readonly to: PrivateBucket;
  readonly key: Arn;
  readonly role: ServiceRole;
}

/** Has S3 copy every object and delete marker of a bucket within 15 minutes, and measure it. */
export function copyEverything(
  scope: Construct,
  id: string,
  { from, to, key, role, ...region }: Copying,
): S3BucketReplicationConfigurationA {
  const enabled = { status: "Enabled" };
  return new S3BucketReplicationConfigurationA(scope, id, {
    ...region,
    bucket: from.bucket.id,
    role: role.arn,
    rule: [
      {
        id: "everything",
        ...enabled,
        priority: 0,
        filter: { prefix: "" },
        deleteMarkerReplication: enabled,
        sourceSelectionCriteria: { sseKmsEncryptedObjects: enabled },
        destination: {
          bucket: to.arn,
          encryptionConfiguration: { replicaKmsKeyId: key.arn },
          replicationTime: { ...enabled, time: { minutes: REPLICATION_MINUTES } },
          metrics: { ...enabled, eventThreshold: { minutes: REPLICATION_MINUTES } },
        },
      },
    ],
    dependsOn: [from.versioning, to.versioning, ...role.rights],
  });
}

/** A bucket, its region, and the key that encrypts its objects. */
export interface KeyedBucket {
  readonly bucket: PrivateBucket;
  readonly key: Arn;
  readonly region: string;
}

export interface StateCopyProps {
  readonly site: Site;
  readonly source: KeyedBucket;
  readonly replica: KeyedBucket;
}

/** Copy of the Terraform state in a bucket of another region, by a role of its own, which the deployer must not change. */
export class StateCopy extends Construct {
  constructor(scope: Construct, id: string, { site, source, replica }: StateCopyProps) {
    super(scope, id);
    const end = ({ bucket, key, region }: KeyedBucket) => ({ region, keyArn: key.arn, bucketArns: [bucket.arn] });
    copyEverything(this, "rule", {
      from: source.bucket,
      to: replica.bucket,
      key: replica.key,
      role: new ServiceRole(this, "role", {
        name: roleName(this.node.path, site, STATE_COPY_ROLE),
        description: "S3 copies the Terraform state to the recovery region",
        service: "s3.amazonaws.com",
        condition: { StringEquals: { "aws:SourceAccount": site.account } },
        statements: replicationStatements({ source: end(source), replica: end(replica) }),
      }),
    });
  }
}
