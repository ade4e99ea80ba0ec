import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alertmanagerConfig } from "../../modules/cluster-addons/addons/alertmanager-config";
import { customResources } from "../../modules/cluster-addons/addons/custom-resources";
import { type Alerting, alertingOf } from "../../scripts/alert-rules/alerting";
import { alertingProblems } from "../../scripts/alert-rules/check";
import type { RootConfiguration } from "../../scripts/terraform-root";
import { buildPrometheusTools, findPrometheusTools } from "../../scripts/tools";
import { context, SETTINGS, SMALL_SETTINGS } from "../modules/cluster-addons/fixture";
import { fakePrograms, temporaryFolder } from "../sandbox/support";

const { signal } = new AbortController();
const SYSTEM = "/usr/bin:/bin";

/** What a root would hold. */
function synthesized(settings = SETTINGS): Alerting {
  const releases = {
    own: { name: "custom-resources", chart: ".", values: [JSON.stringify(customResources(context(settings)).values)] },
    stack: {
      name: "kube-prometheus-stack",
      chart: "kube-prometheus-stack",
      values: [JSON.stringify({ alertmanager: { config: alertmanagerConfig(context(settings)) } })],
    },
  };
  const root = { resource: { helm_release: releases } } as unknown as RootConfiguration;
  const alerting = alertingOf(root, "modules/cluster-addons/charts/custom-resources");
  if (alerting === undefined) throw new Error("no Prometheus");
  return alerting;
}

const CRITICAL = { alert: "Down", expr: "up == 0", labels: { severity: "critical" } };

describe("rules and routes, judged by promtool and amtool", () => {
  const tools = findPrometheusTools(process.env);
  const problems = (alerting: Alerting) => {
    if (tools === undefined) throw new Error("no tools");
    return alertingProblems(tools, alerting, temporaryFolder(), signal);
  };
  const none = "no promtool and amtool are here: npm run alert-rules builds them";

  it("hold, with paging and without", async ({ skip }) => {
    if (tools === undefined) return skip(none);
    expect(await problems(synthesized())).toEqual([]);
    expect(await problems(synthesized(SMALL_SETTINGS))).toEqual([]);
  });

  it("are told when they do not", async ({ skip }) => {
    if (tools === undefined) return skip(none);
    const { rules, alertmanager } = synthesized();
    const broken = { ...CRITICAL, expr: "up ==" };
    expect(await problems({ rules: { groups: [Object({ name: "a", rules: [broken] })] }, alertmanager })).toEqual([
      expect.stringMatching(/^rules: [\s\S]*parse error: unexpected end of input/),
      expect.stringMatching(/^unit tests of the rules: [\s\S]*FAILED/),
    ]);
    expect(await problems({ rules, alertmanager: { ...alertmanager, receivers: [{ name: "null" }] } })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Alertmanager: [\s\S]*undefined receiver "heartbeat"/)]),
    );
    const silent = { ...alertmanager, route: { receiver: "slack" } };
    expect(await problems({ rules: { groups: [] }, alertmanager: silent })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^the route of alertname=Watchdog severity=none to heartbeat: slack\n/),
        expect.stringMatching(/^the route of alertname=KubeAPIDown severity=critical to pagerduty,slack: slack\n/),
      ]),
    );
  });
});

it("has nothing to judge without Prometheus", () => {
  expect(alertingOf({ resource: { helm_release: {} } } as unknown as RootConfiguration, ".")).toBeUndefined();
});

describe("promtool and amtool", () => {
  /** A Go that writes its arguments where it is told to write a program. */
  const GO = 'while [ "$1" != "-o" ]; do shift; done; mkdir -p "$(dirname "$2")"; echo "$3" > "$2"';

  it("are those in PATH, where both are", () => {
    const env = { XDG_CACHE_HOME: temporaryFolder() };
    const both = fakePrograms({ amtool: "", promtool: "" });
    expect(findPrometheusTools({ ...env, PATH: both })).toEqual({
      amtool: join(both, "amtool"),
      promtool: join(both, "promtool"),
    });
    expect(findPrometheusTools({ ...env, PATH: fakePrograms({ amtool: "" }) })).toBeUndefined();
  });

  it("are built once, and found from then on", async () => {
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: `${fakePrograms({ go: GO })}:${SYSTEM}` };
    const built = await buildPrometheusTools(env, signal);
    expect(findPrometheusTools({ ...env, PATH: "" })).toEqual(built);
    expect(await buildPrometheusTools({ ...env, PATH: "" }, signal)).toEqual(built);
  });

  it("are missing in one line", async () => {
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: "" };
    await expect(buildPrometheusTools(env, signal)).rejects.toThrow(
      "promtool and amtool: must be in PATH, or built with Go, got no Go to build them with",
    );
    const failing = `${fakePrograms({ go: "echo 'go: no network' >&2; exit 1" })}:${SYSTEM}`;
    await expect(buildPrometheusTools({ ...env, PATH: failing }, signal)).rejects.toThrow(
      "amtool could not be built: go: no network",
    );
  });
});
