import { describe, expect, it } from "vitest";
import { queryProblems, queryText, type SavedQuery } from "../../../../modules/monitoring/logs/query-table";
import { FULL, observabilityRoot, problemsOf, ref } from "../observability-root";

const QUERY: SavedQuery = { name: "services/errors", sources: ["microservices"], lines: ["fields @message"] };
const queries = () => observabilityRoot(FULL).resources("aws_cloudwatch_query_definition");
const group = (name: string) => ref(`aws_cloudwatch_log_group.${name}.name`);

describe("the saved queries", () => {
  it("are what an operator asks, in a folder of the environment", () => {
    expect(Object.values(queries()).map(({ name }) => name)).toEqual([
      "lms-test/cluster/denied-requests",
      "lms-test/cluster/shells-in-pods",
      "lms-test/cluster/who-changed-what",
      "lms-test/database/errors",
      "lms-test/database/slow-statements",
      "lms-test/database/waits-for-locks",
      "lms-test/edge/blocked-addresses",
      "lms-test/edge/one-blocked-learner",
      "lms-test/network/rejected-connections",
      "lms-test/services/errors-by-service",
      "lms-test/services/one-request",
      "lms-test/services/slowest-paths",
      "lms-test/video/one-upload",
      "lms-test/video/uploads-that-failed",
    ]);
  });

  it("look where the answer is", () => {
    const services = [group("workload_logs_core_services"), group("workload_logs_microservices")];
    const firewalls = [group("site_firewall"), group("load_balancer_firewall")];
    const where = Object.entries(queries()).map(([name, { log_group_names }]) => [
      name.replace("queries_", "").split("_")[0],
      log_group_names,
    ]);
    for (const [area, groups] of where) {
      expect(groups).toEqual(
        {
          services,
          cluster: [group("control_plane")],
          database: [group("postgresql")],
          edge: firewalls,
          network: [group("flow_logs")],
          video: [group("video_submit"), group("video_record")],
        }[String(area)],
      );
    }
  });

  it("are written as Logs Insights reads them", () => {
    expect(queries().queries_network_rejected_connections?.query_string).toBe(
      'filter action = "REJECT"\n| stats count(*) as attempts by srcAddr, dstAddr, dstPort\n| sort attempts desc\n| limit 50',
    );
  });
});

describe("a query", () => {
  const problems = (change: Partial<SavedQuery>) => queryProblems([{ ...QUERY, ...change }]);

  it("may be as long as CloudWatch Logs takes it", () => {
    expect(problems({ lines: ["x".repeat(10_000)] })).toEqual([]);
    expect(problems({ name: `a/${"x".repeat(253)}` })).toEqual([]);
  });

  it("must not be longer, or empty", () => {
    for (const [lines, length] of [[["x".repeat(10_001)], 10_001] as const, [[], 0] as const]) {
      expect(problems({ lines })).toEqual([
        `queries: services/errors must have from 1 to 10000 characters, got ${length}; shorten or write it`,
      ]);
    }
  });

  it("must not have a longer name", () => {
    expect(problems({ name: `a/${"x".repeat(254)}` })).toEqual([
      'queries: a name must have at most 255 characters, got 256 of "a/xxxxxxxxxxxxxxxxxx"...; shorten it',
    ]);
  });

  it("must look somewhere", () => {
    expect(problems({ sources: [] })).toEqual([
      "queries: services/errors must name a log source, got none; say where it looks",
    ]);
  });

  it("must have a name of its own", () => {
    const problem = 'queries: must have a name each, got "services/errors" again; rename one';
    expect(queryProblems([QUERY, QUERY, QUERY])).toEqual([problem]);
    expect(problemsOf({ queries: [QUERY, QUERY] })).toEqual([`observability/queries: ${problem}`]);
  });

  it("has a bar before each line but the first", () => {
    expect(queryText({ lines: ["a", "b", "c"] })).toBe("a\n| b\n| c");
  });
});
