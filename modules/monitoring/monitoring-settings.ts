import type { AlarmSettings } from "./alarms/alarm-settings";
import type { BudgetSettings } from "./budgets/budget-settings";
import type { NotificationSettings } from "./notifications/notification-settings";
import type { TracingSettings } from "./tracing/tracing-settings";

/** How an environment is watched, as far as that differs from one to another. */
export interface MonitoringSettings {
  readonly notifications: NotificationSettings;
  readonly alarms: AlarmSettings;
  readonly tracing: TracingSettings;
  readonly budget: BudgetSettings;
}
