import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { AlertingRegion, Arn, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { type PolicyStatement, policyDocument } from "../../foundation/policy-document";
import type { GlobalProvider } from "../../foundation/regions";
import { ServiceRole } from "../../foundation/service-role";
import type { SlackSettings } from "./slack-settings";

export interface SlackProps {
  readonly alerts: Topics;
  readonly others: readonly Pick<AlertingRegion, "alerts">[];
  /** Encrypts the logs of the channels; in us-east-1. */
  readonly logsKey: Arn;
  readonly globalProvider: GlobalProvider;
  readonly site: Pick<Site, "prefix">;
  readonly settings: SlackSettings;
  readonly logRetentionDays: number;
}

/** What draws an alarm's graph beside its message. @see https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html */
const SHOW_METRICS: readonly PolicyStatement[] = [
  {
    Sid: "ShowMetrics",
    Effect: "Allow",
    Action: ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"],
    Resource: "*",
  },
];

/**
 * Shows alerts in Slack, through Amazon Q Developer in chat applications: each severity in a channel of its own. No one
 * can do anything from there but look at metrics, whatever their own role allows: without a guardrail AWS would let an
 * administrator do everything.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
 */
export class Slack extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: SlackProps,
  ) {
    super(scope, id);
    const role = this.createRole();
    const guardrail = this.createGuardrail();
    this.createChannel("critical", role, guardrail);
    this.createChannel("warning", role, guardrail);
  }

  private createRole(): ServiceRole {
    return new ServiceRole(this, "role", {
      name: `${this.props.site.prefix}-slack`,
      description: "Draws the graphs of alarms in Slack",
      service: "chatbot.amazonaws.com",
      statements: SHOW_METRICS,
    });
  }

  private createGuardrail(): IamPolicy {
    return new IamPolicy(this, "guardrail", {
      name: `${this.props.site.prefix}-slack-guardrail`,
      description: "The most that anyone can do from Slack",
      policy: policyDocument(SHOW_METRICS),
    });
  }

  private createChannel(severity: "critical" | "warning", role: ServiceRole, guardrail: IamPolicy): void {
    const { alerts, others, logsKey, globalProvider, site, settings, logRetentionDays } = this.props;
    const name = `${site.prefix}-${severity}`;
    const log = new CloudwatchLogGroup(this, `${severity}-log`, {
      provider: globalProvider,
      // Amazon Q Developer writes to this very name, and would create the group itself, unencrypted and for ever.
      name: `/aws/chatbot/${name}`,
      kmsKeyId: logsKey.arn,
      retentionInDays: logRetentionDays,
    });
    const topics = [alerts, ...others.map((region) => region.alerts)];
    new ChatbotSlackChannelConfiguration(this, severity, {
      configurationName: name,
      slackTeamId: settings.workspaceId,
      slackChannelId: settings.channelIds[severity],
      snsTopicArns: topics.map((regional) => regional[severity].arn),
      iamRoleArn: role.arn,
      guardrailPolicyArns: [guardrail.arn],
      // Whoever does something from the channel does it with a role of their own, below the guardrail.
      userAuthorizationRequired: true,
      loggingLevel: "ERROR",
      dependsOn: [log, ...role.rights],
    });
  }
}
