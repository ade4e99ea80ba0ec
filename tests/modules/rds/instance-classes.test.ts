import { expect, it } from "vitest";
import { type DatabaseInstanceClass, databaseLimits, poolSize } from "../../../modules/rds/instance-classes";

const instances = { "us-east-1a": "writer" } as const;

it.each<[DatabaseInstanceClass, number, number]>([
  ["db.t4g.medium", 419, 4],
  ["db.t4g.large", 839, 8],
  ["db.r7g.large", 1678, 16],
  ["db.r7g.xlarge", 3357, 32],
  ["db.r7g.2xlarge", 5000, 64],
  ["db.r8g.16xlarge", 5000, 512],
])("an instance of class %s has %i connections and %i GiB", (instanceClass, maxConnections, memoryGib) => {
  const limits = databaseLimits({ kind: "provisioned", instanceClass, instances, readerScaling: "none" });
  expect(limits).toEqual({ kind: "provisioned", maxConnections, memoryGib });
});

it.each([
  { minCapacityAcu: 0, maxCapacityAcu: 1, maxConnections: 189, memoryGib: 2 },
  { minCapacityAcu: 0, maxCapacityAcu: 2, maxConnections: 189, memoryGib: 4 },
  { minCapacityAcu: 0.5, maxCapacityAcu: 8, maxConnections: 1669, memoryGib: 16 },
  { minCapacityAcu: 0.5, maxCapacityAcu: 16, maxConnections: 2000, memoryGib: 32 },
  { minCapacityAcu: 1, maxCapacityAcu: 16, maxConnections: 3360, memoryGib: 32 },
  { minCapacityAcu: 1, maxCapacityAcu: 64, maxConnections: 5000, memoryGib: 128 },
])(
  "a serverless instance from $minCapacityAcu to $maxCapacityAcu ACU has $maxConnections connections and $memoryGib GiB",
  (limits) => {
    const { minCapacityAcu, maxCapacityAcu, maxConnections, memoryGib } = limits;
    expect(databaseLimits({ kind: "serverless", instances, minCapacityAcu, maxCapacityAcu })).toEqual({
      kind: "serverless",
      maxConnections,
      memoryGib,
    });
  },
);

it.each([
  [189, 3],
  [823, 13],
  [1678, 15],
  [5000, 15],
  [10, 1],
])("of %i connections a pod may hold %i in each of its two pools", (maxConnections, expected) => {
  expect(poolSize({ maxConnections })).toBe(expected);
});
