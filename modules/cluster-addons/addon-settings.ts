import { check, matches, wholeNumber } from "../foundation/checks";
import { mailProblems } from "../foundation/formats";

/** Settings of what runs inside the cluster of an environment. */
export interface AddonsSettings {
  /** `zone-redundant`: what the platform rests on has a pod in two zones and survives the loss of one. `single`: one pod each. */
  readonly availability: Availability;
  /** Git repository that Argo CD deploys from. */
  readonly gitops: GitOpsSettings;
  /** Who signs in to Argo CD; with `none` the built-in administrator alone does. */
  readonly signOn: "none" | SignOnSettings;
  /** Where alerts from inside the cluster go. */
  readonly alerts: ClusterAlertSettings;
  /** What Prometheus keeps. */
  readonly metrics: MetricsSettings;
  /** The share of traces that reach X-Ray, 1 to 100. */
  readonly traceSamplingPercent: number;
  /** The address that Let's Encrypt writes to when a certificate is about to expire. */
  readonly certificateContact: string;
}

export type Availability = "single" | "zone-redundant";

/** The Git repository that holds `gitops/`. */
export interface GitOpsSettings {
  /** `https://`: the cluster has no way out but port 443. */
  readonly repositoryUrl: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

/** An OpenID Connect provider and two of its groups. */
export interface SignOnSettings {
  /** `https://` URL of the provider. */
  readonly issuer: string;
  readonly clientId: string;
  /** May do everything in Argo CD. */
  readonly adminGroup: string;
  /** May look at everything. */
  readonly readerGroup: string;
}

/** URL of the repository's files at the revision, as GitHub and GitLab have it. */
export function filesOf({ repositoryUrl, revision }: GitOpsSettings): string {
  return `${repositoryUrl.replace(/(\.git)?\/?$/, "")}/blob/${revision}`;
}

export interface ClusterAlertSettings {
  /** Name of the channel with its `#`, for alerts; deployments go where `gitops/apps/values.yaml` says. */
  readonly slackChannel: string;
  /** Whether critical alerts also call a person, by PagerDuty. */
  readonly paging: "on" | "off";
}

export interface MetricsSettings {
  /** At least 1. */
  readonly retentionDays: number;
  /** Volume of each Prometheus, at least 10. The oldest metrics go when it is nine tenths full, whatever their age. */
  readonly volumeGib: number;
}

/**
 * Checks what types cannot.
 * @returns one line a problem, `[]` when there is none
 */
export function addonsSettingsProblems(settings: AddonsSettings): string[] {
  const { gitops, signOn, alerts, metrics, traceSamplingPercent, certificateContact } = settings;
  return [
    ...check(
      isHttps(gitops.repositoryUrl),
      "gitops.repositoryUrl",
      "must be an https:// URL without a user",
      gitops.repositoryUrl,
      "pods leave the network on port 443 only, and the credentials are a secret",
    ),
    ...check(
      gitops.revision !== "",
      "gitops.revision",
      "must name a branch, tag or commit",
      gitops.revision,
      "name one",
    ),
    ...(signOn === "none"
      ? []
      : check(
          isHttps(signOn.issuer),
          "signOn.issuer",
          "must be an https:// URL",
          signOn.issuer,
          "copy it from the provider",
        )),
    ...matches(
      "alerts.slackChannel",
      alerts.slackChannel,
      /^#[a-z0-9_-]{1,80}$/,
      "# and up to 80 lower-case letters, digits, hyphens or underscores",
      "copy the channel's name",
    ),
    ...wholeNumber(
      "metrics.retentionDays",
      metrics.retentionDays,
      [1, Number.POSITIVE_INFINITY],
      "keep at least a day",
    ),
    ...wholeNumber("metrics.volumeGib", metrics.volumeGib, [10, Number.POSITIVE_INFINITY], "give Prometheus room"),
    ...check(
      traceSamplingPercent >= 1 && traceSamplingPercent <= 100,
      "traceSamplingPercent",
      "must be from 1 to 100",
      traceSamplingPercent,
      "choose the share of traces to keep",
    ),
    ...mailProblems("certificateContact", certificateContact),
  ];
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:" && new URL(url).username === "";
}
