import type { Context, Handler } from "../../service";
import type { XmlElement } from "../../xml";
import { answer, found, type ReplicationGroup, replicationGroups } from "./model";

/** The hour of what is in every snapshot here. */
const MADE_AT = "2026-01-31T06:00:00Z";

/**
 * Snapshots: a store that keeps them has one of last night, which ElastiCache named.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeSnapshots.html
 */
export const snapshotOperations: Readonly<Record<string, Handler>> = {
  DescribeSnapshots: (request, context) => {
    const { ReplicationGroupId: store, SnapshotName: name, SnapshotSource: source } = request.form;
    const asked = source === "user" ? [] : automatic(context);
    const Snapshot = asked
      .filter(({ id }) => store === undefined || id === store.toLowerCase())
      .filter((group) => name === undefined || snapshotName(group) === name)
      .map(describe);
    return answer(request, { Snapshots: { Snapshot } });
  },
};

/** Refuses a store from a snapshot that does not exist. @throws AwsError SnapshotNotFoundFault */
export function checkSnapshot(name: string | undefined, context: Context): void {
  if (name === undefined) return;
  const group = automatic(context).find((each) => snapshotName(each) === name);
  found(group, "SnapshotNotFoundFault", `${name} is either not present or not available.`);
}

function automatic(context: Context): ReplicationGroup[] {
  const groups = [...context.remembered(replicationGroups).values()];
  return groups.filter(({ settings }) => Number(settings.SnapshotRetentionLimit ?? 0) > 0);
}

function snapshotName({ id }: ReplicationGroup): string {
  return `automatic.${id}-2026-01-31-06-00`;
}

function describe(group: ReplicationGroup): XmlElement {
  const { id, settings } = group;
  return {
    SnapshotName: snapshotName(group),
    ReplicationGroupId: id,
    SnapshotStatus: "available",
    SnapshotSource: "automated",
    CacheNodeType: settings.CacheNodeType,
    Engine: settings.Engine,
    EngineVersion: settings.EngineVersion,
    NumNodeGroups: "1",
    NodeSnapshots: { NodeSnapshot: [{ CacheNodeId: "0001", SnapshotCreateTime: MADE_AT }] },
  };
}
