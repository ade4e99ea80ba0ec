// Alarms, incidents, dashboards, logs, traces, budgets and notifications.

export { Monitoring, type MonitoringProps } from "./monitoring";
export { type MonitoringSettings, monitoringSettings } from "./settings";
