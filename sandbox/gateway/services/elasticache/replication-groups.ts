import { type AwsRequest, type Form, formList, formRecords } from "../../request";
import { AwsError } from "../../responses";
import type { Context, Handler } from "../../service";
import { Kind } from "../../store";
import { answer, found, newTagged, type ReplicationGroup, replicationGroups, required } from "./model";
import { checkReplicationGroup } from "./replication-group-checks";
import { describeReplicationGroup } from "./replication-group-xml";
import { checkSnapshot } from "./snapshots";

const finalSnapshots = new Kind<string>("ARN of a final snapshot, by name");

/**
 * Replication groups with cluster mode disabled, and their members.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ReplicationGroup.html
 */
export const replicationGroupOperations: Readonly<Record<string, Handler>> = {
  CreateReplicationGroup: (request, context) => {
    const { form } = request;
    const id = required(form, "ReplicationGroupId").toLowerCase();
    if (context.remembered(replicationGroups).has(id)) {
      throw new AwsError("ReplicationGroupAlreadyExists", `Replication group ${id} already exists.`);
    }
    const zones = formList(form, "PreferredCacheClusterAZs.AvailabilityZone.");
    const nodes = Number(form.NumCacheClusters ?? 1 + Number(form.ReplicasPerNodeGroup ?? 0));
    const group: ReplicationGroup = {
      ...newTagged(request, context, `replicationgroup:${id}`),
      id,
      settings: scalars(form),
      zones: zonesOf(nodes, zones, request.region),
      securityGroupIds: formList(form, SECURITY_GROUP_IDS),
      userGroupIds: new Set(formList(form, "UserGroupIds.member.")),
      logs: logsAfter(new Map(), form),
    };
    checkReplicationGroup(group, context);
    checkSnapshot(form.SnapshotName, context);
    context.remembered(replicationGroups).set(id, group);
    return answer(request, { ReplicationGroup: describeReplicationGroup(group) });
  },

  DescribeReplicationGroups: (request, context) => {
    const named = request.form.ReplicationGroupId !== undefined;
    const groups = named ? [groupOf(request, context)] : [...context.remembered(replicationGroups).values()];
    return answer(request, { ReplicationGroups: { ReplicationGroup: groups.map(describeReplicationGroup) } });
  },

  ModifyReplicationGroup: (request, context) => {
    const group = groupOf(request, context);
    const { form } = request;
    const securityGroupIds = formList(form, SECURITY_GROUP_IDS);
    const userGroupIds = new Set([...group.userGroupIds, ...formList(form, "UserGroupIdsToAdd.member.")]);
    for (const id of formList(form, "UserGroupIdsToRemove.member.")) userGroupIds.delete(id);
    const changed: ReplicationGroup = {
      ...group,
      settings: { ...group.settings, ...scalars(form) },
      securityGroupIds: securityGroupIds.length > 0 ? securityGroupIds : group.securityGroupIds,
      userGroupIds,
      logs: logsAfter(group.logs, form),
    };
    return keep(changed, request, context);
  },

  IncreaseReplicaCount: (request, context) => {
    const group = groupOf(request, context);
    const nodes = Number(required(request.form, "NewReplicaCount")) + 1;
    if (nodes <= group.zones.length) throw notAChange("greater", group);
    return keep({ ...group, zones: zonesOf(nodes, group.zones, request.region) }, request, context);
  },

  DecreaseReplicaCount: (request, context) => {
    const group = groupOf(request, context);
    const nodes = Number(required(request.form, "NewReplicaCount")) + 1;
    if (nodes >= group.zones.length) throw notAChange("less", group);
    return keep({ ...group, zones: group.zones.slice(0, nodes) }, request, context);
  },

  DeleteReplicationGroup: (request, context) => {
    const group = groupOf(request, context);
    const snapshot = request.form.FinalSnapshotIdentifier;
    if (snapshot !== undefined) {
      const snapshots = context.remembered(finalSnapshots);
      if (snapshots.has(snapshot)) {
        throw new AwsError("SnapshotAlreadyExistsFault", `Snapshot with specified name ${snapshot} already exists.`);
      }
      snapshots.set(snapshot, context.arn(`snapshot:${snapshot}`));
    }
    context.remembered(replicationGroups).delete(group.id);
    return answer(request, { ReplicationGroup: { ...describeReplicationGroup(group), Status: "deleting" } });
  },
};

const SECURITY_GROUP_IDS = "SecurityGroupIds.SecurityGroupId.";

/** Fields that tell what to do, not how the group is. */
const NO_SETTINGS = new Set(["Action", "Version", "ApplyImmediately", "SnapshotName", "SnapshottingClusterId"]);

function scalars(form: Form): Form {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !name.includes(".") && !NO_SETTINGS.has(name)));
}

/** The log deliveries after a request, which names those that change, with `Enabled` false for one that ends. */
function logsAfter(before: ReadonlyMap<string, Form>, form: Form): Map<string, Form> {
  const logs = new Map(before);
  for (const log of formRecords(form, "LogDeliveryConfigurations.LogDeliveryConfigurationRequest.")) {
    if (log.Enabled === "false") logs.delete(log.LogType ?? "");
    else logs.set(log.LogType ?? "", log);
  }
  return logs;
}

/** A zone for each node: those that are asked for, then one after the other. */
function zonesOf(nodes: number, asked: readonly string[], region: string): string[] {
  return Array.from({ length: nodes }, (_, index) => asked[index] ?? `${region}${"abc"[index % 3]}`);
}

function notAChange(direction: string, { id, zones }: ReplicationGroup): AwsError {
  const message = `NewReplicaCount must be ${direction} than the ${zones.length - 1} replicas that ${id} has.`;
  return new AwsError("InvalidParameterValue", message);
}

function keep(group: ReplicationGroup, request: AwsRequest, context: Context) {
  checkReplicationGroup(group, context);
  context.remembered(replicationGroups).set(group.id, group);
  return answer(request, { ReplicationGroup: describeReplicationGroup(group) });
}

function groupOf({ form }: AwsRequest, context: Context): ReplicationGroup {
  const id = required(form, "ReplicationGroupId").toLowerCase();
  const message = `ReplicationGroup ${id} not found.`;
  return found(context.remembered(replicationGroups).get(id), "ReplicationGroupNotFoundFault", message);
}
