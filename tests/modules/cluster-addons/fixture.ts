import type { AddonContext } from "../../../modules/cluster-addons/addon";
import type { AddonsSettings, MetricsSettings } from "../../../modules/cluster-addons/addon-settings";
import { siteOf } from "../../../modules/foundation/names";

/** What Prometheus keeps there. */
export const METRICS: MetricsSettings = { retentionDays: 30, volumeGib: 100 };

/** Settings in which every choice is the larger one. */
export const SETTINGS: AddonsSettings = {
  availability: "zone-redundant",
  gitops: { repositoryUrl: "https://git.example.com/lms.git", revision: "v1" },
  signOn: { issuer: "https://login.example.com", clientId: "argocd", adminGroup: "admins", readerGroup: "readers" },
  alerts: { slackChannel: "#alerts", paging: "on" },
  metrics: METRICS,
  logs: "cloudwatch",
  traceSamplingPercent: 25,
  certificateContact: "team@example.com",
};

/** The same with the smaller ones. */
export const SMALL_SETTINGS: AddonsSettings = {
  ...SETTINGS,
  availability: "single",
  signOn: "none",
  alerts: { slackChannel: "#alerts", paging: "off" },
};

export function context(settings: AddonsSettings = SETTINGS, lacks: AddonContext["lacks"] = []): AddonContext {
  return {
    site: siteOf({ name: "test", account: "555555555555", region: "us-east-1" }),
    contract: "test",
    clusterName: "lms-test",
    kubernetesVersion: "1.35",
    vpcId: "vpc-1",
    zone: { id: "Z1", name: "lms.example.com" },
    imageAccount: "444444444444",
    lacks,
    settings,
  };
}
