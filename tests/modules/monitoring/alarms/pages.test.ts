import { describe, expect, it } from "vitest";
import { alarmsOf } from "../fixture";

// Who is woken when certain alarms are raised, by the rules and the suppressors of the composite alarms of prod.

const composites = alarmsOf("prod").resources("aws_cloudwatch_composite_alarm");

const idOf = (reference: string) => /aws_cloudwatch_\w+_alarm\.(\w+)\.alarm_name/.exec(reference)?.[1] ?? "";

/** Whether a rule holds: `A OR B`, or `(A AND B) OR (C AND D)`. */
function holds(rule: string, raised: ReadonlySet<string>): boolean {
  return rule.split(" OR ").some((part) => part.split(" AND ").every((alarm) => raised.has(idOf(alarm))));
}

/** The incidents that page for raised metric alarms: raised themselves, and behind none that is. */
function pages(...metricAlarms: readonly string[]): string[] {
  const raised = new Set(metricAlarms);
  // A composite alarm may ask for another: twice is enough.
  for (const _ of [1, 2]) {
    for (const [id, { alarm_rule }] of Object.entries(composites)) {
      if (holds(String(alarm_rule), raised)) raised.add(id);
    }
  }
  return Object.entries(composites)
    .filter(([id, { alarm_actions }]) => raised.has(id) && JSON.stringify(alarm_actions).includes("alerts_critical"))
    .filter(([, { actions_suppressor: behind }]) => !raised.has(idOf(JSON.stringify(behind ?? ""))))
    .map(([id]) => id.replace("alarms_incident_", ""));
}

describe("nobody is woken", () => {
  it.each([
    ["by a service that was not deployed yet", ["alarms_no_target_analytics"]],
    ["by all of them, as long as no learner asks", ["alarms_no_target_analytics", "alarms_no_target_web"]],
    ["by half of a burn rate", ["alarms_site_budget_1h"]],
    ["by a slow burn", ["alarms_site_budget_24h", "alarms_site_budget_2h"]],
    ["by a slow page", ["alarms_load_balancer_latency"]],
  ])("%s", (_, raised) => {
    expect(pages(...raised)).toEqual([]);
  });
});

describe("someone is woken", () => {
  it.each([
    [
      "by a service without pods that learners ask",
      ["alarms_no_target_media", "alarms_load_balancer_unserved"],
      "cluster",
    ],
    ["by a failover", ["alarms_database_failures"], "database"],
    ["by a full session store", ["alarms_sessions_memory"], "sessions"],
    ["by a dead Prometheus", ["alarms_cluster_no_heartbeat"], "cluster"],
    ["by a site that does not answer", ["dns_site_health_alarm"], "site"],
    ["by both windows of a fast burn", ["alarms_application_budget_6h", "alarms_application_budget_30m"], "site"],
  ])("%s", (_, raised, incident) => {
    expect(pages(...raised)).toEqual([incident]);
  });

  it("once for one cause: what is behind the site stays silent", () => {
    expect(pages("dns_site_health_alarm", "alarms_database_memory", "alarms_load_balancer_unserved")).toEqual(["site"]);
  });

  it("again for another cause, while the least important service is down for days", () => {
    const analytics = ["alarms_no_target_analytics", "alarms_load_balancer_unserved"];
    expect(pages(...analytics, "alarms_sessions_memory")).toEqual(["cluster", "sessions"]);
    expect(pages(...analytics, "dns_site_health_alarm")).toEqual(["site"]);
  });
});
