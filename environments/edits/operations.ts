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
  "monitoring.tracing": {
    retained: "in place",
    edit: ({ monitoring }) => {
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
