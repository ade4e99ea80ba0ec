import { describe, expect, it } from "vitest";
import {
  type CacheSettings,
  cacheProblems,
  type NodeType,
  type SessionStoreSettings,
  type StoreSettings,
} from "../../../modules/elasticache/settings";

const CACHE: StoreSettings = { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token"] };
const settings: CacheSettings = {
  maintenanceWindow: "sun:09:00-sun:10:00",
  snapshotWindow: "06:00-07:00",
  sessions: { nodeType: "cache.r7g.large", replicas: 2, logins: ["iam-token"], snapshotRetentionDays: 7 },
  cache: CACHE,
};
const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
const problems = (change: Partial<CacheSettings>, dataProtection: "disposable" | "retained" = "retained") =>
  cacheProblems({ ...settings, ...change }, { zones, dataProtection });
const sessions = (change: Partial<SessionStoreSettings>) => problems({ sessions: { ...settings.sessions, ...change } });
const cache = (change: Partial<StoreSettings>) => problems({ cache: { ...CACHE, ...change } });

it("accepts a cache with the sessions, in any number of zones", () => {
  expect(problems({ cache: "with-sessions" })).toEqual([]);
  expect(problems({ cache: "none" as "with-sessions" })).toEqual([
    'cache: must be "with-sessions" or a group of settings, got "none"; write one of these',
  ]);
});

const NODE_TYPES =
  "cache.t4g.micro, cache.t4g.small, cache.t4g.medium, cache.m7g.large, cache.m7g.xlarge, cache.r7g.large, cache.r7g.xlarge, cache.r7g.2xlarge";

describe("cacheProblems", () => {
  it("accepts a cache", () => {
    expect(problems({})).toEqual([]);
  });

  it("tells what is wrong with the windows", () => {
    expect(problems({ snapshotWindow: "09:30-10:30" })).toEqual([
      'snapshotWindow: must not overlap maintenanceWindow sun:09:00-sun:10:00, got "09:30-10:30"; move one of them',
    ]);
  });

  it("refuses a window of half an hour", () => {
    expect(problems({ maintenanceWindow: "sun:09:00-sun:09:30" })).toEqual([
      'maintenanceWindow: must last at least 60 minutes, got "sun:09:00-sun:09:30"; lengthen its 30 minutes',
    ]);
  });

  it("refuses a node type without facts", () => {
    const problem = (store: string) =>
      `${store}.nodeType: must be one of ${NODE_TYPES}, got "cache.x1.large"; add its facts to NODE_TYPES`;
    expect(sessions({ nodeType: "cache.x1.large" as NodeType })).toEqual([problem("sessions")]);
    expect(cache({ nodeType: "cache.x1.large" as NodeType })).toEqual([problem("cache")]);
  });

  it.each([-1, 6, 1.5, Number.NaN])("refuses %d replicas", (replicas) => {
    expect(cache({ replicas })).toEqual([
      `cache.replicas: must be a whole number from 0 to 5, got ${replicas}; ElastiCache takes at most five replicas of a node`,
    ]);
  });

  it("refuses more nodes than zones", () => {
    expect(sessions({ replicas: 3 })).toEqual([
      "sessions.replicas: must be at most 2 in 3 zones, one node a zone, got 3; lower it or add zones to the network",
    ]);
  });

  it.each([
    [[], "must have 1 to 2 elements, got []; without one no client can use the store"],
    [["password", "password"], 'must name each login once, got "password"; remove the repetition'],
  ] as const)("refuses the logins %j", (logins, problem) => {
    expect(sessions({ logins: [...logins] })).toEqual([`sessions.logins: ${problem}`]);
  });

  it("refuses a way to log in that there is not", () => {
    expect(cache({ logins: ["none" as "password"] })).toEqual([
      'cache.logins: must be one of iam-token, password, got "none"; choose one of these',
    ]);
  });

  it.each([0, 36, 2.5])("refuses sessions with snapshots of %d days", (snapshotRetentionDays) => {
    expect(sessions({ snapshotRetentionDays })).toEqual([
      `sessions.snapshotRetentionDays: must be a whole number from 1 to 35, got ${snapshotRetentionDays}; ` +
        "without a snapshot a lost store logs everyone out",
    ]);
  });

  it.each([1, 35])("accepts sessions with snapshots of %d days", (snapshotRetentionDays) => {
    expect(sessions({ snapshotRetentionDays })).toEqual([]);
  });

  it("refuses sessions on one node where data is retained, and only there", () => {
    expect(sessions({ replicas: 0 })).toEqual([
      "sessions.replicas: must be at least 1 where data is retained, got 0; " +
        "a single node's failure loses all sessions since the last snapshot",
    ]);
    expect(problems({ sessions: { ...settings.sessions, replicas: 0 } }, "disposable")).toEqual([]);
  });
});
