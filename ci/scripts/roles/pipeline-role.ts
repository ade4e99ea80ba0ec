import { DELIVERED, IMAGE_SIGNER } from "../../../environments";
import type { AccountSettings } from "../../../environments/environment";
import { shared } from "../../../environments/shared";
import { roleArn, siteOf } from "../../../modules/foundation/names";
import type { PipelineTrust } from "../../../modules/iam";

/** A role that the pipelines assume, as the environments define it. */
export interface PipelineRole {
  /** The role's name, and that of the profile. */
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly trust: PipelineTrust;
}

/** Source of the credentials that the role is assumed with. */
export type CredentialSource =
  /** The role of the pod by EKS Pod Identity, or of the task by ECS. */
  | { readonly kind: "container" }
  /** The role of the pod by its service account (IRSA). */
  | { readonly kind: "web-identity"; readonly roleArn: string; readonly tokenFile: string }
  /** A token of the pipeline's own identity provider, for roles with an `oidc` trust. */
  | { readonly kind: "pipeline-token"; readonly tokenFile: string };

/** Every role that a pipeline assumes, by `<account>/<role>`: `dev/planner`, `prod/deployer`, `shared/image-publisher`. */
export const PIPELINE_ROLES: Readonly<Record<string, PipelineRole>> = Object.fromEntries([
  ...DELIVERED.flatMap((environment) =>
    (["planner", "deployer"] as const).flatMap((role) => {
      const trust = environment.access[role];
      return trust === "none" ? [] : [entry(environment, role, trust)];
    }),
  ),
  entry(shared, "image-publisher", shared.imagePublisher),
  ...(IMAGE_SIGNER === "none" ? [] : [entry(shared, "image-signer", IMAGE_SIGNER)]),
]);

function entry(settings: AccountSettings, role: string, trust: PipelineTrust): [string, PipelineRole] {
  const { account, region } = settings;
  const arn = roleArn(siteOf(settings), role);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return [`${settings.name}/${role}`, { name, arn, account, region, trust }];
}

/**
 * An AWS configuration file with a profile that is named like the role. It holds no secret: whoever uses the profile
 * gets short-lived credentials with it, and new ones as often as an apply that takes hours needs them.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function profileText(role: PipelineRole, session: string, source: CredentialSource): string {
  const lines = [
    `[profile ${role.name}]`,
    `region = ${role.region}`,
    `role_arn = ${role.arn}`,
    `role_session_name = ${sessionName(session)}`,
    ...(role.trust.kind === "external-id" ? [`external_id = ${role.trust.externalId}`] : []),
  ];
  if (source.kind === "container") lines.push("credential_source = EcsContainer");
  if (source.kind === "pipeline-token") lines.push(`web_identity_token_file = ${source.tokenFile}`);
  if (source.kind === "web-identity") {
    lines.push(
      "source_profile = pod",
      "",
      "[profile pod]",
      `region = ${role.region}`,
      `role_arn = ${source.roleArn}`,
      `web_identity_token_file = ${source.tokenFile}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Source of this process's credentials, by the variables that EKS sets.
 * @param tokenFile the pipeline's own token, empty when the role does not ask for one
 * @returns undefined when there is nothing to assume the role with
 */
export function credentialSource(
  { trust }: PipelineRole,
  env: NodeJS.ProcessEnv,
  tokenFile: string,
): CredentialSource | undefined {
  if (trust.kind === "oidc") return tokenFile === "" ? undefined : { kind: "pipeline-token", tokenFile };
  if (env.AWS_CONTAINER_CREDENTIALS_FULL_URI || env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
    return { kind: "container" };
  const { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: file } = env;
  return roleArn && file ? { kind: "web-identity", roleArn, tokenFile: file } : undefined;
}

/** A session name of the 2-64 characters that STS takes, so that CloudTrail tells which build it was. */
export function sessionName(build: string): string {
  return build
    .replace(/[^\w+=,.@-]+/g, "-")
    .slice(-64)
    .padStart(2, "-");
}
