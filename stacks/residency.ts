import type { Environment } from "../environments/environment";
import { isReference } from "../modules/foundation/checks";
import type { BucketPurpose } from "../modules/foundation/names";
import { DATA_CLASSES, type DataClass } from "../modules/s3-cloudfront";
import type { TerraformConfiguration } from "./guardrails";

type Attributes = Readonly<Record<string, unknown>>;

/** A store of a root, with the class of what it keeps, and the region that it is in. */
export interface Store {
  readonly address: string;
  /** In the words of AWS; a bucket with its purpose. */
  readonly kind: string;
  readonly dataClass: DataClass;
  readonly region: string;
  /** AWS has it in one region alone, wherever the platform is. */
  readonly isGlobal: boolean;
}

interface StoreType {
  readonly kind: string;
  readonly dataClass: DataClass;
}

/** Types of resources that keep data of people. Secrets, images and the state keep what is of the platform itself. */
const STORES: Readonly<Record<string, (attributes: Attributes) => StoreType | undefined>> = {
  aws_rds_cluster: () => ({ kind: "Aurora PostgreSQL", dataClass: "learner-content" }),
  aws_elasticache_replication_group: () => ({ kind: "ElastiCache Redis", dataClass: "learner-content" }),
  aws_sqs_queue: () => ({ kind: "SQS queues", dataClass: "learner-content" }),
  aws_s3_bucket: ({ bucket }) => {
    const purposes = Object.keys(DATA_CLASSES) as BucketPurpose[];
    const purpose = purposes.find((each) => `${bucket}`.includes(`-${each}-`));
    return purpose && { kind: `S3 bucket \`${purpose}\``, dataClass: DATA_CLASSES[purpose] };
  },
  aws_backup_vault: () => ({ kind: "AWS Backup vault", dataClass: "backup" }),
  aws_cloudwatch_log_group: () => ({ kind: "CloudWatch log groups", dataClass: "log" }),
  aws_xray_encryption_config: () => ({ kind: "X-Ray traces", dataClass: "log" }),
};

/** Stores that the platform has none of: whoever adds one says above what it keeps. */
const OTHER_STORES =
  /^aws_(db_instance|docdb_|dynamodb_table|ebs_volume|efs_file_system|fsx_|keyspaces_|kinesis_|memorydb_|mq_broker|msk_|neptune_|opensearch|redshift|s3_directory_bucket|timestream)/;

/** The stores of a root. */
export function storesOf({ resource = {}, provider }: TerraformConfiguration): Store[] {
  const { aws = [] } = (provider ?? {}) as { readonly aws?: readonly Attributes[] };
  const regions = new Map(aws.map(({ alias, region }) => [alias && `aws.${alias}`, `${region}`]));
  return Object.entries(STORES).flatMap(([type, classify]) =>
    Object.entries(resource[type] ?? {}).flatMap(([name, attributes]) => {
      const region = regions.get(attributes.provider as string | undefined);
      const store = classify(attributes);
      const isGlobal = attributes.provider === "aws.global";
      return store && region ? [{ address: `${type}.${name}`, ...store, region, isGlobal }] : [];
    }),
  );
}

/**
 * Checks that what people make and are known by is kept in the environment's own region or in one of `learnerDataRegions`, and so are
 * the logs, but for those that AWS has in one region alone; and that the class of each store is known.
 * @returns one line a problem, `<address>: <rule>; <what to do>`
 */
export function residencyProblems(
  configuration: TerraformConfiguration,
  { region: own, storage }: Pick<Environment, "region"> & Partial<Pick<Environment, "storage">>,
): string[] {
  if (storage === undefined) return [];
  const regions = [own, ...storage.learnerDataRegions];
  const unknown = Object.entries(configuration.resource ?? {})
    .filter(([type]) => OTHER_STORES.test(type))
    .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
    .map((address) => `${address}: must have a class of data; say in stacks/residency.ts what it keeps`);
  const outside = storesOf(configuration)
    .filter(({ dataClass, isGlobal }) => dataClass !== "public-asset" && !(dataClass === "log" && isGlobal))
    .filter(({ region }) => !isReference(own) && !regions.includes(region))
    .map(({ address, dataClass, region }) => {
      const rule = `data of class ${dataClass} must be in ${regions.join(" or ")}, got ${region}`;
      return `${address}: ${rule}; name the region in storage.learnerDataRegions, or choose another`;
    });
  return [...unknown, ...outside];
}
