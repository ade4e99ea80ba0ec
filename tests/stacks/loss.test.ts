import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { prod as deployed } from "../../environments/prod";
import { PROJECT } from "../../scripts/synth";
import { buildRoots } from "../../stacks";
import { prod as known } from "../support/environments";
import { type Left, leftIn } from "../support/loss";
import { synthesizeRoots } from "../support/synthesized";

const DATA_ALONE: Environment = { ...deployed, ...known };
const RECOVERY = DATA_ALONE.recovery as Exclude<Environment["recovery"], "none" | { leaving: string }>;
const PILOT: Environment = { ...DATA_ALONE, recovery: { ...RECOVERY, application: "pilot-light" } };
const WARM: Environment = { ...DATA_ALONE, recovery: { ...RECOVERY, application: "warm-standby" } };

const rootsOf = (environment: Environment) => [
  ...synthesizeRoots(buildRoots({ shared: "none", environments: [environment] })).values(),
];
const dataAlone = rootsOf(DATA_ALONE);
const pilot = rootsOf(PILOT);
const warm = rootsOf(WARM);

/** What serves learners, in the order of the columns in docs/availability.md. */
const numbers = (left: Left) => [
  left.loadBalancerZones,
  left.nodeZones,
  left.nodes,
  left.controlPlaneZones,
  left.databaseInstances,
  left.redisNodes,
];

describe("the home region", () => {
  it("has every tier in three zones", () => {
    expect(numbers(leftIn("us-east-1", dataAlone, "nothing"))).toEqual([3, 3, 7, 3, 3, 6]);
  });

  it.each([
    ["us-east-1a", 4],
    ["us-east-1b", 4],
    // Two nodes are for three zones, and the last has none of them.
    ["us-east-1c", 6],
  ])("keeps two zones of every tier without %s", (zone, nodes) => {
    expect(numbers(leftIn("us-east-1", dataAlone, zone))).toEqual([2, 2, nodes, 2, 2, 4]);
  });

  it("keeps nothing when the region is lost", () => {
    expect(numbers(leftIn("us-east-1", pilot, "us-east-1"))).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("the recovery region, when home is lost", () => {
  it("has the database alone, where no application stands by", () => {
    expect(numbers(leftIn("eu-west-1", dataAlone, "us-east-1"))).toEqual([0, 0, 0, 0, 2, 0]);
  });

  it("has every tier, as a pilot light", () => {
    expect(numbers(leftIn("eu-west-1", pilot, "us-east-1"))).toEqual([3, 3, 3, 3, 2, 3]);
  });

  it.each([
    // The only NAT gateway is in the first zone, and two of the zones have an instance of the database.
    ["eu-west-1a", [2, 0, 2, 2, 1, 1]],
    ["eu-west-1b", [2, 2, 2, 2, 1, 1]],
    ["eu-west-1c", [2, 2, 2, 2, 2, 1]],
  ])("loses more than a zone's share of a pilot light without %s", (zone, left) => {
    expect(numbers(leftIn("eu-west-1", pilot, zone))).toEqual(left);
  });
});

describe("a warm standby, when home is lost", () => {
  it.each([
    // One of the stores' nodes is in each zone.
    ["us-east-1", [3, 3, 7, 3, 2, 6]],
    ["eu-west-1a", [2, 2, 4, 2, 1, 4]],
    ["eu-west-1b", [2, 2, 4, 2, 1, 4]],
    ["eu-west-1c", [2, 2, 6, 2, 2, 4]],
  ])("keeps what home would without %s", (lost, left) => {
    expect(numbers(leftIn("eu-west-1", warm, lost))).toEqual(left);
  });
});

it("the page tells what is left, in the numbers of these tests", () => {
  const page = readFileSync(join(PROJECT, "docs", "availability.md"), "utf8").replace(/ +/g, " ");
  for (const row of [
    "| us-east-1 | nothing | 3 | 3 | 3 | 3 | 6 |",
    "| us-east-1 | any zone | 2 | 2 | 2 | 2 | 4 |",
    "| us-east-1 | the region | 0 | 0 | 0 | 0 | 0 |",
    '| eu-west-1, `"none"` | us-east-1 | 0 | 0 | 0 | 2 | 0 |',
    '| eu-west-1, `"pilot-light"` | us-east-1 | 3 | 3 | 3 | 2 | 3 |',
    '| eu-west-1, `"pilot-light"` | eu-west-1a, too | 2 | 0 | 2 | 1 | 1 |',
    '| eu-west-1, `"pilot-light"` | eu-west-1b, too | 2 | 2 | 2 | 1 | 1 |',
    '| eu-west-1, `"pilot-light"` | eu-west-1c, too | 2 | 2 | 2 | 2 | 1 |',
    '| eu-west-1, `"warm-standby"` | us-east-1 | 3 | 3 | 3 | 2 | 6 |',
    '| eu-west-1, `"warm-standby"` | eu-west-1a, too | 2 | 2 | 2 | 1 | 4 |',
    '| eu-west-1, `"warm-standby"` | eu-west-1b, too | 2 | 2 | 2 | 1 | 4 |',
    '| eu-west-1, `"warm-standby"` | eu-west-1c, too | 2 | 2 | 2 | 2 | 4 |',
  ]) {
    expect(page).toContain(row);
  }
});
