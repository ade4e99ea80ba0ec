/** Who hears of alerts. An environment in which no one needs to act has none of it. */
export interface NotificationSettings {
  /**
   * `on`: wakes someone up for what is critical, by the integration `Amazon CloudWatch` of a service in PagerDuty. Put its
   * URL before the first apply, see `pagerDutyUrlParameter`: `aws ssm put-parameter --type SecureString`.
   */
  readonly pagerDuty: "on" | "off";
  /** Shows everything to the team, each severity in a channel of its own. */
  readonly slack: "none" | SlackSettings;
  /** Addresses that warnings are mailed to; each must accept a message from AWS within two days. `[]` for none. */
  readonly mail: readonly string[];
}

/** A workspace and its channels. An administrator lets AWS into the workspace once, in the console of Amazon Q Developer. */
export interface SlackSettings {
  /** Such as `T0123ABCD`, from the same console. */
  readonly workspaceId: string;
  /** Such as `C0123ABCD`, the end of a channel's link. Amazon Q is invited to a private one. */
  readonly channelIds: { readonly critical: string; readonly warning: string };
}
