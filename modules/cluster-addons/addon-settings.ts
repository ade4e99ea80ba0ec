import type { Rule } from "../foundation/checks";
import { HTTPS_URL, MAIL_ADDRESS } from "../foundation/formats";
import { either, group, number, type SettingsOf, text, whole, word } from "../foundation/schema";

/** Rule of a name of a branch, tag or commit. @see https://git-scm.com/docs/git-check-ref-format */
const REVISION: Rule<string> = {
  must: "be a branch, tag or commit of at most 200 characters",
  holds: (text) => /^[\w][\w./-]{0,199}$/.test(text) && !/\.\.|\/\/|[./]$|\.lock$/.test(text),
  remedy: "write its name as git does",
};

/** An address that is looked up as it stands: what comes behind a `?` would be lost, or a token that everyone reads. */
const PLAIN_URL: Rule<string> = {
  ...HTTPS_URL,
  must: "be an https:// URL without a user or a query",
  holds: (url) => HTTPS_URL.holds(url) && !url.includes("?"),
};

/** What begins with `$` is the key of a secret to Argo CD. @see https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1 */
const CLIENT_ID: Rule<string> = {
  must: "be 1-200 printable characters without blanks, not beginning with $",
  holds: (text) => /^[!-~]{1,200}$/.test(text) && !text.startsWith("$"),
  remedy: "copy it from the provider",
};

/** A group becomes a field of a line of Argo CD's policy, which commas and line ends divide; roles and projects have names there, too. */
const GROUP: Rule<string> = {
  must: "be a name of 1-200 characters without commas, quotes, * or line ends, not beginning with role: or proj:",
  holds: (text) => /^[^\s,"'*](?:[^,"'*\r\n\t]{0,198}[^\s,"'*])?$/.test(text) && !/^(role|proj):/.test(text),
  remedy: "copy it from the provider",
};

/** @see https://api.slack.com/methods/conversations.rename */
const SLACK_CHANNEL: Rule<string> = {
  must: "be # and up to 80 lower-case letters, digits, hyphens or underscores",
  holds: (text) => /^#[a-z0-9_-]{1,80}$/.test(text),
  remedy: "copy the channel's name",
};

/** @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const MAX_VOLUME_GIB = 16_384;

/** Schema of what runs inside the cluster of an environment. */
export const addonsSettings = group({
  /**
   * `zone-redundant`: what the platform rests on has a pod in two zones and survives the loss of one; where data is
   * retained, nodes must have room for all pods without a zone. `single`: one pod each, away while its node is replaced.
   */
  availability: word(["single", "zone-redundant"]),
  /** Git repository that Argo CD deploys from, which holds `gitops/`. */
  gitops: group({
    /** `https://`: the cluster has no way out but port 443. */
    repositoryUrl: text({
      ...PLAIN_URL,
      remedy: "pods leave the network on port 443 only, and the credentials are a secret",
    }),
    /** Branch, tag or commit. */
    revision: text(REVISION),
  }),
  /** Who signs in to Argo CD, by an OpenID Connect provider; with `none` the built-in administrator alone does. */
  signOn: either(
    ["none"],
    group({
      /** `https://` URL of the provider. */
      issuer: text({ ...PLAIN_URL, remedy: "copy it from the provider" }),
      /** Id of Argo CD at the provider. */
      clientId: text(CLIENT_ID),
      /** Group that may do everything in Argo CD. */
      adminGroup: text(GROUP),
      /** Group that may look at everything. */
      readerGroup: text(GROUP),
    }),
  ),
  /** Where alerts from inside the cluster go. Prometheus raises them: without `metrics` there are none. */
  alerts: group({
    /** Name of the channel with its `#`, for alerts; deployments go where `gitops/apps/values.yaml` says. */
    slackChannel: text(SLACK_CHANNEL),
    /** Whether critical alerts also call a person, by PagerDuty. */
    paging: word(["on", "off"]),
  }),
  /**
   * What Prometheus keeps. `none`: no Prometheus, Alertmanager nor Grafana, so nobody hears of what is wrong inside the cluster
   * before learners do, unless `cluster.containerInsights` is on.
   */
  metrics: either(
    ["none"],
    group({
      /** Days, at least 1. */
      retentionDays: whole([1, 3650], "keep a day at least"),
      /** Volume of each Prometheus in GiB, at least 10. The oldest metrics go when it is nine tenths full, whatever their age. */
      volumeGib: whole([10, MAX_VOLUME_GIB], "give Prometheus room"),
    }),
  ),
  /** Logs of containers. `cloudwatch`: Fluent Bit sends them there. `none`: they end with their pod, and the Kubernetes API alone shows them. */
  logs: word(["cloudwatch", "none"]),
  /** The share of traces that reach X-Ray, 1 to 100; of no effect where `monitoring.tracing` is `none`. */
  traceSamplingPercent: number({
    must: "be from 1 to 100",
    holds: (percent) => percent >= 1 && percent <= 100,
    remedy: "choose the share of traces to keep",
  }),
  /** The address that Let's Encrypt writes to when a certificate is about to expire. */
  certificateContact: text(MAIL_ADDRESS),
});

/** Add-ons of an environment: programs in its cluster for all services. */
export interface AddonsSettings extends SettingsOf<typeof addonsSettings> {}

/** Pods that what the platform rests on has. */
export type Availability = AddonsSettings["availability"];

/** Retention of what Prometheus measures. */
export type MetricsSettings = Exclude<AddonsSettings["metrics"], "none">;

/** Sign-on of Argo CD by an OpenID Connect provider. */
export type SignOnSettings = Exclude<AddonsSettings["signOn"], "none">;

/** URL of the repository's files at the revision, as GitHub and GitLab have it. */
export function filesOf({ repositoryUrl, revision }: AddonsSettings["gitops"]): string {
  return `${repositoryUrl.replace(/(\.git)?\/?$/, "")}/blob/${revision}`;
}
