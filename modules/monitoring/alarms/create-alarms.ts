import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { Alarm, type AlarmSpec } from "../../alerting";
import type { Arn, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import type { AlarmTables } from "./alarm-tables";

/** Region of alarms, by its provider, and what an alarm there tells. */
export interface Place {
  readonly topic: (spec: AlarmSpec) => Arn;
  readonly provider?: TerraformProvider;
}

/** Alarm that was made of a spec. */
export interface CreatedAlarm {
  readonly id: string;
  readonly alarm: Alarm;
  readonly incident: AlarmSpec["incident"];
}

/** Place without incidents: an alarm that would belong to one pages by itself. */
export function withoutIncidents({ alerts, ...place }: { readonly alerts: Topics } & Pick<Place, "provider">): Place {
  return { ...place, topic: ({ incident }) => (incident === "none" ? alerts.warning : alerts.critical) };
}

/** Creates the alarms of tables, `<prefix>-<kind>-<name>`. */
export function createAlarms(
  scope: Construct,
  { prefix }: Pick<Site, "prefix">,
  tables: AlarmTables,
  { topic, ...place }: Place,
): CreatedAlarm[] {
  return Object.entries(tables).flatMap(([kind, table]) =>
    Object.entries(table).flatMap(([name, spec]): CreatedAlarm[] => {
      if (spec === undefined) return [];
      const id = `${kind}-${name}`;
      const { provider } = place;
      const region = provider === undefined ? {} : { provider };
      const alarm = new Alarm(scope, id, { ...region, spec, topics: [topic(spec)], name: `${prefix}-${id}` });
      return [{ id, alarm, incident: spec.incident }];
    }),
  );
}
