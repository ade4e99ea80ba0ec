import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../../../scripts/synth";
import type { Attributes, SynthesizedRoot } from "../../../support/synthesized";

const METRIC_ALARM = "aws_cloudwatch_metric_alarm";
const COMPOSITE_ALARM = "aws_cloudwatch_composite_alarm";

/** The namespace of metrics that are counted in log groups, which stand for the resource. */
const COUNTED_IN_LOGS = "LMS";

/** Dimensions whose values are words of AWS, not names of ours; the web ACL of a load balancer has its region. */
function wordsOf({ json }: SynthesizedRoot): Record<string, unknown[]> {
  return { Region: ["Global", json.provider.aws?.[0]?.region], Rule: ["ALL"] };
}

/** The anchors of the sections of docs/runbooks.md, in their order, as GitHub makes them. */
export function runbookAnchors(): string[] {
  const text = readFileSync(join(PROJECT, "docs", "runbooks.md"), "utf8");
  return [...text.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** What every alarm of a root must be, and is not: one line a breach. */
export function breaches(root: SynthesizedRoot): string[] {
  const metricAlarms = Object.entries(root.resources(METRIC_ALARM));
  const composites = Object.entries(root.resources(COMPOSITE_ALARM));
  const told = composites.map(([, composite]) => String(composite.alarm_rule)).join();
  const anchors = runbookAnchors();
  const words = wordsOf(root);
  const names = [...metricAlarms, ...composites].map(([, { alarm_name }]) => String(alarm_name));
  return [
    ...metricAlarms.flatMap(([name, alarm]) => [
      ...(["breaching", "notBreaching", "ignore"].includes(String(alarm.treat_missing_data))
        ? []
        : [`${name}: does not say what a gap means`]),
      ...dimensionsOf(alarm).flatMap(([dimension, value]) =>
        /^\$\{(element\(tolist\()?aws_/.test(value) || words[dimension]?.includes(value)
          ? []
          : [`${name}: ${dimension} is ${value}, no reference`],
      ),
      ...(dimensionsOf(alarm).length === 0 && alarm.namespace !== COUNTED_IN_LOGS
        ? [`${name}: is about no resource`]
        : []),
      ...(isHeard(alarm) || told.includes(`\${${METRIC_ALARM}.${name}.alarm_name}`) ? [] : [`${name}: tells no one`]),
    ]),
    ...composites.flatMap(([name, alarm]) => (isHeard(alarm) ? [] : [`${name}: tells no one`])),
    ...composites.flatMap(([name, { alarm_rule, alarm_actions }]) =>
      metricAlarms
        .filter(([part]) => String(alarm_rule).includes(`\${${METRIC_ALARM}.${part}.alarm_name}`))
        .filter(([, part]) => JSON.stringify(part.alarm_actions) === JSON.stringify(alarm_actions))
        .map(([part]) => `${part}: tells the same topic as ${name}, which it is a part of`),
    ),
    ...[...metricAlarms, ...composites].flatMap(([name, { alarm_description }]) => {
      const anchor =
        / Runbook: (?:https:\/\/\S+\/)?docs\/runbooks\.md#([\w-]+)$/.exec(String(alarm_description))?.[1] ?? "";
      return anchors.includes(anchor) ? [] : [`${name}: has no runbook, ${alarm_description}`];
    }),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: is the name of two`),
  ];
}

/** Whether topics hear when the alarm is raised, and the same topics when it is over. */
function isHeard({ alarm_actions, ok_actions }: Attributes): boolean {
  const topics: unknown[] = Array.isArray(alarm_actions) ? alarm_actions : [];
  return (
    topics.length > 0 &&
    topics.every((topic) => /^\$\{aws_sns_topic\.\w+\.arn\}$/.test(String(topic))) &&
    JSON.stringify(topics) === JSON.stringify(ok_actions)
  );
}

/** The dimensions of all metrics of an alarm. */
export function dimensionsOf({ dimensions, metric_query }: Attributes): [string, string][] {
  const queries = (metric_query ?? []) as { readonly metric?: { readonly dimensions: Record<string, string> } }[];
  const all = [dimensions as Record<string, string> | undefined, ...queries.map(({ metric }) => metric?.dimensions)];
  return all.flatMap((own) => Object.entries(own ?? {}));
}
