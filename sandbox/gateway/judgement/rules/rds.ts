import { type JsonObject, numberAt, objectAt, stringAt, stringsAt } from "../../json";
import { isInGlobalCluster } from "../../services/rds-global-clusters";
import { elementAt, textAt, type XmlElement } from "../../xml";
import { describeQuery, type Rules, refuse, type Scene } from "../rule";
import { requireIdentifier } from "./identifiers";
import { isAuroraClass } from "./machine-sizes";
import { subnetsOf, zonesOf } from "./subnets";
import { windowsOverlap } from "./windows";

/** Aurora capacity units of a serverless cluster. @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html */
const MAX_ACU = 256;

const MAX_IDENTIFIER = 63;

/** Parameters of a global cluster that the cluster which it is made of decides. */
const DECIDED_BY_SOURCE = ["DatabaseName", "Engine", "EngineVersion", "StorageEncrypted"];

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations */
const NOT_MANAGED_IN_TWO_REGIONS =
  "Managing the master user password with AWS Secrets Manager isn't supported for Aurora global database.";

/** RDS: networks of subnet groups, classes of instances, windows, backups and capacity of clusters. */
export const rdsRules: Rules = {
  /** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html */
  CreateDBSubnetGroup: async (parameters, scene) => {
    const subnets = await subnetsOf(stringsAt(parameters, "SubnetIds"), scene);
    const zones = zonesOf(subnets);
    if (zones.length < 2) {
      refuse(
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`,
      );
    }
    if (new Set(subnets.map(({ vpc }) => vpc)).size > 1) {
      refuse("InvalidSubnet", "The subnets of a DB subnet group must be in the same VPC.");
    }
  },

  /** @see https://github.com/hashicorp/terraform-provider-aws/issues/16419 */
  ModifyDBSubnetGroup: async (parameters, scene) => {
    const name = stringAt(parameters, "DBSubnetGroupName") ?? "";
    const groups = await describeQuery(scene, "rds", "DescribeDBSubnetGroups", "DBSubnetGroups", "DBSubnetGroup", {
      DBSubnetGroupName: name,
    });
    const vpc = textAt(groups[0] ?? {}, "VpcId");
    const subnets = await subnetsOf(stringsAt(parameters, "SubnetIds"), scene);
    if (subnets.every((subnet) => subnet.vpc === vpc)) return;
    refuse("InvalidParameterValue", "The new Subnets are not in the same Vpc as the existing subnet group");
  },

  /** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html */
  DeleteDBSubnetGroup: async (parameters, scene) => {
    const name = stringAt(parameters, "DBSubnetGroupName");
    const user = (await clusters(scene)).find((cluster) => textAt(cluster, "DBSubnetGroup") === name);
    if (user === undefined) return;
    refuse(
      "InvalidDBSubnetGroupStateFault",
      `Cannot delete the subnet group '${name}' because at least one database cluster: ${textAt(user, "DBClusterIdentifier")} is still using it.`,
    );
  },

  CreateDBCluster: (parameters) => {
    requireIdentifier("DBClusterIdentifier", stringAt(parameters, "DBClusterIdentifier") ?? "", MAX_IDENTIFIER);
    judgeCluster(parameters, {});
  },

  CreateDBInstance: (parameters) => {
    requireIdentifier("DBInstanceIdentifier", stringAt(parameters, "DBInstanceIdentifier") ?? "", MAX_IDENTIFIER);
    requireClass(parameters);
  },
  ModifyDBInstance: requireClass,

  ModifyDBCluster: async (parameters, scene) => {
    const id = stringAt(parameters, "DBClusterIdentifier");
    const before = (await clusters(scene)).find((cluster) => textAt(cluster, "DBClusterIdentifier") === id);
    judgeCluster(parameters, before ?? {});
    const arn = textAt(before ?? {}, "DBClusterArn") ?? "";
    if (parameters.ManageMasterUserPassword === true && isInGlobalCluster(arn, scene)) {
      refuse("InvalidParameterCombination", NOT_MANAGED_IN_TWO_REGIONS);
    }
  },

  /** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateGlobalCluster.html */
  CreateGlobalCluster: async (parameters, scene) => {
    const source = stringAt(parameters, "SourceDBClusterIdentifier");
    if (source === undefined) return;
    const given = DECIDED_BY_SOURCE.filter((name) => parameters[name] !== undefined);
    if (given.length > 0) {
      refuse(
        "InvalidParameterCombination",
        `The parameters ${given.join(", ")} can't be specified when SourceDBClusterIdentifier is specified.`,
      );
    }
    const cluster = (await clusters(scene)).find((each) => textAt(each, "DBClusterArn") === source);
    if (cluster === undefined) refuse("DBClusterNotFoundFault", `Source cluster could not be found: ${source}`);
    if (isManaged(cluster)) refuse("InvalidDBClusterStateFault", NOT_MANAGED_IN_TWO_REGIONS);
  },

  /** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteGlobalCluster.html */
  DeleteGlobalCluster: async (parameters, scene) => {
    const form = { GlobalClusterIdentifier: stringAt(parameters, "GlobalClusterIdentifier") ?? "" };
    const list = ["DescribeGlobalClusters", "GlobalClusters", "GlobalClusterMember"] as const;
    const [cluster = {}] = await describeQuery(scene, "rds", ...list, form);
    if (textAt(cluster, "DeletionProtection") !== "true") return;
    refuse(
      "InvalidParameterCombination",
      "Cannot delete protected Cluster, please disable deletion protection and try again.",
    );
  },
};

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html */
function requireClass(parameters: JsonObject): void {
  const { DBInstanceClass: name, Engine: engine = "aurora-postgresql" } = parameters;
  if (typeof name !== "string" || engine !== "aurora-postgresql" || isAuroraClass(name)) return;
  refuse(
    "InvalidParameterCombination",
    `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${name}, Engine=${engine}. For supported combinations of instance class and database engine version, see the documentation.`,
  );
}

function clusters(scene: Scene): Promise<XmlElement[]> {
  return describeQuery(scene, "rds", "DescribeDBClusters", "DBClusters", "DBCluster");
}

/** Tells whether RDS keeps the master password of a cluster. */
function isManaged(cluster: XmlElement): boolean {
  return textAt(elementAt(cluster, "MasterUserSecret"), "SecretArn") !== undefined;
}

function judgeCluster(asked: JsonObject, before: XmlElement): void {
  const backup = stringAt(asked, "PreferredBackupWindow") ?? textAt(before, "PreferredBackupWindow") ?? "";
  const weekly = stringAt(asked, "PreferredMaintenanceWindow") ?? textAt(before, "PreferredMaintenanceWindow") ?? "";
  if (windowsOverlap(backup, weekly)) {
    refuse("InvalidParameterValue", "The backup window and maintenance window must not overlap.");
  }
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
  const days = numberAt(asked, "BackupRetentionPeriod") ?? 1;
  if (days < 1 || days > 35) {
    refuse(
      "InvalidParameterValue",
      `Invalid backup retention period: ${days}. Retention period must be between 1 and 35.`,
    );
  }
  judgeCapacity(objectAt(asked, "ServerlessV2ScalingConfiguration") ?? {}, before);
}

function judgeCapacity(asked: JsonObject, cluster: XmlElement): void {
  const before = elementAt(cluster, "ServerlessV2ScalingConfiguration");
  const capacity = (name: string) => numberAt(asked, name) ?? Number(textAt(before, name) ?? Number.NaN);
  const [min, max] = [capacity("MinCapacity"), capacity("MaxCapacity")];
  const isSteps = [min, max].every((value) => Number.isNaN(value) || Number.isInteger(value * 2));
  const wrong = !isSteps || min < 0 || max < 1 || max > MAX_ACU || min > max;
  if (wrong) {
    refuse(
      "InvalidParameterValue",
      `The Serverless v2 capacity ${min} to ${max} isn't valid. The minimum is 0, the maximum from 1 to ${MAX_ACU} and not below the minimum, both in increments of 0.5.`,
    );
  }
}
