import type { Environment } from "../environment";
import { Absent, type EnvironmentEdits, video, type Writable } from "./edit";

const IN_CLUSTER = "A Helm release in the cluster; its pods roll.";

/** Critical alerts must reach people in two ways. */
function twoOthersMustBeLeft({ pagerDuty }: Writable<Environment>["monitoring"]["notifications"]): void {
  if (pagerDuty === "off") throw new Absent("a way to people goes where two others are left");
}

/** Edits of video, monitoring and add-ons. */
export const OPERATIONS_EDITS: EnvironmentEdits = {
  "addons.availability": { retained: "in place", note: IN_CLUSTER },
  "addons.gitops": { retained: "in place", note: IN_CLUSTER },
  "addons.signOn": { retained: "in place", note: IN_CLUSTER },
  "addons.alerts": { retained: "in place", note: IN_CLUSTER },
  "addons.metrics.retentionDays": { retained: "in place", note: IN_CLUSTER },
  "addons.metrics.volumeGib": {
    retained: "in steps",
    note: "Enlarge the volume claim first: a StatefulSet keeps the claims that it was made with.",
  },
  "addons.metrics: turned off": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go): the secrets of Alertmanager and Grafana. The volumes of Prometheus go with its namespace only. Turn `addons.alerts.paging` off, and write the contract anew for the charts (`npm run contract`) before: they bring a monitor each.",
    edit: ({ addons }) => {
      if (addons.metrics === "none") throw new Absent("Prometheus is given up where there is one");
      addons.metrics = "none";
      addons.alerts.paging = "off";
    },
  },
  "addons.metrics: turned on": {
    retained: "in place",
    note: "Fill the secrets of Alertmanager and Grafana before the add-ons are applied, and write the contract anew for the charts after.",
    edit: ({ addons }) => {
      if (addons.metrics !== "none") throw new Absent("Prometheus is turned on where there is none");
      addons.metrics = { retentionDays: 7, volumeGib: 20 };
    },
  },
  "addons.logs": {
    retained: "in steps",
    disposable: "loses data",
    note: "`none`: [what is to go](#what-is-to-go), the log groups of namespaces are named. Turned on: `in place`.",
    edit: ({ addons }) => {
      if (addons.logs === "none") throw new Absent("logs are given up where there are some");
      addons.logs = "none";
    },
  },
  "addons.traceSamplingPercent": { retained: "in place", note: IN_CLUSTER },
  "addons.certificateContact": { retained: "in place", note: IN_CLUSTER },
  "video: turned off": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go), when no upload waits: its logs and queues are named. What was transcoded stays.",
    edit: (environment) => {
      environment.video = "none";
    },
  },
  "video: turned on": {
    retained: "in place",
    note: "What was uploaded before stays as it is.",
    edit: (environment) => {
      if (environment.video !== "none") throw new Absent("processing of videos is turned on where there is none");
      environment.video = {
        sourceClass: "hd",
        ladder: ["360p", "720p"],
        maxUploadGib: 2,
        concurrentSubmissions: 2,
        timeZone: "America/New_York",
      };
    },
  },
  "video.sourceClass": {
    retained: "in place",
    edit: (environment) => {
      video(environment).sourceClass = "ultra-hd";
    },
  },
  "video.ladder": {
    retained: "in place",
    edit: (environment) => {
      video(environment).ladder = ["360p", "720p"];
    },
  },
  "video.maxUploadGib": {
    retained: "in place",
    edit: (environment) => {
      video(environment).maxUploadGib = 40;
    },
  },
  "video.concurrentSubmissions": {
    retained: "in place",
    edit: (environment) => {
      video(environment).concurrentSubmissions = 8;
    },
  },
  "video.timeZone": {
    retained: "in place",
    edit: (environment) => {
      video(environment).timeZone = "Europe/Berlin";
    },
  },
  "monitoring.notifications.pagerDuty": {
    retained: "replaces stateless",
    note: "Turned on: `in place`.",
    edit: ({ monitoring }) => {
      monitoring.notifications.pagerDuty = "off";
    },
  },
  "monitoring.notifications.slack.channelIds": {
    retained: "in place",
    edit: ({ monitoring: { notifications } }) => {
      if (notifications.slack !== "none") notifications.slack.channelIds.warning = "C0PRODOTHER";
    },
  },
  "monitoring.notifications.slack.workspaceId": {
    retained: "in place",
    edit: ({ monitoring: { notifications } }) => {
      if (notifications.slack !== "none") notifications.slack.workspaceId = "T0123WXYZ";
    },
  },
  "monitoring.notifications.slack": {
    retained: "in steps",
    disposable: "replaces stateless",
    note: "`none` deletes the logs of deliveries: [what is to go](#what-is-to-go).",
    edit: ({ monitoring: { notifications } }) => {
      twoOthersMustBeLeft(notifications);
      notifications.slack = "none";
    },
  },
  "monitoring.notifications.mail: one added": {
    retained: "in place",
    note: "The address gets a mail that it must confirm.",
    edit: ({ monitoring: { notifications } }) => {
      if (notifications.mail.length === 0) throw new Absent("an address is added to others");
      notifications.mail.push("lms-night-shift@example.com");
    },
  },
  "monitoring.notifications.mail: one removed": {
    retained: "replaces stateless",
    edit: ({ monitoring: { notifications } }) => {
      twoOthersMustBeLeft(notifications);
      notifications.mail = [];
    },
  },
  "monitoring.alarms.availabilityPercent": {
    retained: "in place",
    edit: ({ monitoring }) => {
      monitoring.alarms.availabilityPercent = 99.9;
    },
  },
  "monitoring.alarms.latencySeconds": {
    retained: "in place",
    edit: ({ monitoring }) => {
      monitoring.alarms.latencySeconds = 3;
    },
  },
  "monitoring.tracing: turned off": {
    retained: "replaces stateless",
    note: "Write the contract anew for the charts (`npm run contract`) before. The key of X-Ray's traces stays set for the account: `aws xray put-encryption-config --type NONE` takes it back.",
    edit: ({ monitoring }) => {
      if (monitoring.tracing === "none") throw new Absent("tracing is given up where there is some");
      monitoring.tracing = "none";
    },
  },
  "monitoring.tracing: turned on": {
    retained: "in place",
    note: "Write the contract anew for the charts after.",
    edit: ({ monitoring }) => {
      if (monitoring.tracing !== "none") throw new Absent("tracing is turned on where there is none");
      monitoring.tracing = { reservoirPerSecond: 1, learnerRate: 0.1, otherRate: 0.01 };
    },
  },
  "monitoring.tracing": {
    retained: "in place",
    edit: ({ monitoring }) => {
      if (monitoring.tracing === "none") throw new Absent("an edit of the sampling needs tracing");
      monitoring.tracing = { reservoirPerSecond: 2, learnerRate: 0.2, otherRate: 0.02 };
    },
  },
  "monitoring.budget.monthlyUsd": {
    retained: "in place",
    edit: ({ monitoring }) => {
      monitoring.budget.monthlyUsd = 13000;
    },
  },
  "monitoring.budget.mail": {
    retained: "in place",
    edit: ({ monitoring }) => {
      monitoring.budget.mail.push("lms-controlling@example.com");
    },
  },
  "monitoring.budget.anomalies": {
    retained: "replaces stateless",
    note: "Its limit: `in place`.",
    edit: ({ monitoring }) => {
      monitoring.budget.anomalies = "none";
    },
  },
};
