import { beforeEach, describe, expect, it } from "vitest";
import { elementAt, elementsAt, textAt } from "../../../../../sandbox/gateway/xml";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, refused } from "./support";

const sandbox = useSandbox();
const NAME = "automatic.store-2026-01-31-06-00";
const names = async (form: Record<string, string> = {}) => {
  const { result } = await call(sandbox, "DescribeSnapshots", form);
  return elementsAt(elementAt(result, "Snapshots"), "Snapshot").map((it) => textAt(it, "SnapshotName"));
};

beforeEach(async () => {
  await createSurroundings(sandbox);
});

describe("snapshots", () => {
  it("are of the stores that keep them", async () => {
    await createStore(sandbox, { SnapshotRetentionLimit: "7" });
    await createStore(sandbox, { ReplicationGroupId: "cache", SnapshotRetentionLimit: "0" });
    expect(await names()).toEqual([NAME]);
    expect(await names({ ReplicationGroupId: "store", SnapshotSource: "system" })).toEqual([NAME]);
    expect(await names({ ReplicationGroupId: "cache" })).toEqual([]);
    expect(await names({ SnapshotSource: "user" })).toEqual([]);
    expect(await names({ SnapshotName: "other" })).toEqual([]);
  });

  it("become a store, if they exist", async () => {
    await createStore(sandbox, { SnapshotRetentionLimit: "7" });
    const restored = (SnapshotName: string) =>
      call(sandbox, "CreateReplicationGroup", {
        ReplicationGroupId: "restored",
        ReplicationGroupDescription: "Restore test",
        SnapshotName,
      });
    expect(await restored("other")).toEqual(
      refused("SnapshotNotFoundFault", "other is either not present or not available.", 404),
    );
    expect((await restored(NAME)).status).toBe(200);
  });
});
