// Alarms, incidents, dashboards, logs, traces, budgets and notifications.

export { Monitoring, type MonitoringProps } from "./monitoring";
export { type MonitoringSettings, monitoringSettings } from "./settings";
export type { StandbyMonitoringProps } from "./standby-monitoring";
export { StandbyMonitoring } from "./standby-monitoring";
