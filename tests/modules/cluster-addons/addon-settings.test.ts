import { expect, it } from "vitest";
import { type AddonsSettings, addonsSettings, filesOf } from "../../../modules/cluster-addons/addon-settings";
import { settingsProblems } from "../../../modules/foundation/schema";
import { SETTINGS } from "./fixture";

const addonsSettingsProblems = (settings: AddonsSettings) => settingsProblems("", addonsSettings, settings);

it("in order have no problem", () => {
  expect(addonsSettingsProblems(SETTINGS)).toEqual([]);
});

const ports = "pods leave the network on port 443 only, and the credentials are a secret";
const signOn = SETTINGS.signOn === "none" ? undefined : SETTINGS.signOn;

it.each<[string, Partial<AddonsSettings>, string]>([
  [
    "a repository over SSH",
    { gitops: { repositoryUrl: "git@example.com:lms.git", revision: "v1" } },
    `gitops.repositoryUrl: must be an https:// URL without a user or a query, got "git@example.com:lms.git"; ${ports}`,
  ],
  [
    "credentials in the URL",
    { gitops: { repositoryUrl: "https://me@example.com/lms.git", revision: "v1" } },
    `gitops.repositoryUrl: must be an https:// URL without a user or a query, got "https://me@example.com/lms.git"; ${ports}`,
  ],
  [
    "a token in the URL",
    { gitops: { repositoryUrl: "https://example.com/lms.git?token=abc", revision: "v1" } },
    `gitops.repositoryUrl: must be an https:// URL without a user or a query, got "https://example.com/lms.git?token=abc"; ${ports}`,
  ],
  [
    "the key of a secret as an id",
    { signOn: { issuer: "https://login.example.com", adminGroup: "a", readerGroup: "b", clientId: "$oidc.id" } },
    'signOn.clientId: must be 1-200 printable characters without blanks, not beginning with $, got "$oidc.id"; copy it from the provider',
  ],
  ...["*", "role:admin", "proj:default:all"].map((readerGroup): [string, Partial<AddonsSettings>, string] => [
    `the group ${readerGroup}`,
    { signOn: { issuer: "https://login.example.com", adminGroup: "a", clientId: "a", readerGroup } },
    "signOn.readerGroup: must be a name of 1-200 characters without commas, quotes, * or line ends, not beginning with role: or proj:, " +
      `got "${readerGroup}"; copy it from the provider`,
  ]),
  [
    "no revision",
    { gitops: { ...SETTINGS.gitops, revision: "" } },
    'gitops.revision: must be a branch, tag or commit of at most 200 characters, got ""; write its name as git does',
  ],
  [
    "an issuer without TLS",
    { signOn: { clientId: "a", adminGroup: "a", readerGroup: "b", ...signOn, issuer: "http://login.example.com" } },
    'signOn.issuer: must be an https:// URL without a user or a query, got "http://login.example.com"; copy it from the provider',
  ],
  [
    "a channel without its #",
    { alerts: { slackChannel: "alerts", paging: "off" } },
    "alerts.slackChannel: must be # and up to 80 lower-case letters, digits, hyphens or underscores, " +
      `got "alerts"; copy the channel's name`,
  ],
  [
    "half a day of metrics",
    { metrics: { retentionDays: 0.5, volumeGib: 10 } },
    "metrics.retentionDays: must be a whole number from 1 to 3650, got 0.5; keep a day at least",
  ],
  [
    "a volume that is too small",
    { metrics: { retentionDays: 1, volumeGib: 9 } },
    "metrics.volumeGib: must be a whole number from 10 to 16384, got 9; give Prometheus room",
  ],
  [
    "no traces at all",
    { traceSamplingPercent: 0 },
    "traceSamplingPercent: must be from 1 to 100, got 0; choose the share of traces to keep",
  ],
  [
    "more than all traces",
    { traceSamplingPercent: 101 },
    "traceSamplingPercent: must be from 1 to 100, got 101; choose the share of traces to keep",
  ],
  [
    "no contact",
    { certificateContact: "team" },
    'certificateContact: must be a mail address such as team@example.com, got "team"; ' +
      "name one address, without a display name",
  ],
])("refuses %s", (_, changes, problem) => {
  expect(addonsSettingsProblems({ ...SETTINGS, ...changes })).toEqual([problem]);
});

it("reports all at once", () => {
  expect(addonsSettingsProblems({ ...SETTINGS, traceSamplingPercent: 0, certificateContact: "" })).toHaveLength(2);
});

it.each(["https://git.example.com/lms.git", "https://git.example.com/lms", "https://git.example.com/lms/"])(
  "knows where the files of %s are",
  (repositoryUrl) => {
    expect(filesOf({ repositoryUrl, revision: "v1" })).toBe("https://git.example.com/lms/blob/v1");
  },
);
