/** Who hears of alerts. An environment in which no one needs to act has `none` of each. */
export interface NotificationSettings {
  /** Wakes someone up for what is critical. */
  readonly pagerDuty: "none" | PagerDutySettings;
  /** Shows everything to the team, each severity in a channel of its own. */
  readonly slack: "none" | SlackSettings;
  /** Addresses that warnings are mailed to; each must accept a message from AWS within two days. `[]` for none. */
  readonly mail: readonly string[];
}

/** Where PagerDuty takes alerts: the integration `Amazon CloudWatch` of one of its services. */
export interface PagerDutySettings {
  /**
   * Name of the SecureString parameter with the integration's URL, below `/lms/<environment>/`. Put it before the first
   * apply: `aws ssm put-parameter --type SecureString --name <name> --value <URL>`.
   */
  readonly urlParameter: string;
}

/** A workspace and its channels. An administrator lets AWS into the workspace once, in the console of Amazon Q Developer. */
export interface SlackSettings {
  /** Such as `T0123ABCD`, from the same console. */
  readonly workspaceId: string;
  /** Such as `C0123ABCD`, the end of a channel's link. Amazon Q is invited to a private one. */
  readonly channelIds: { readonly critical: string; readonly warning: string };
}
