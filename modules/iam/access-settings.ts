import { check } from "../foundation/checks";
import { principalProblems } from "../foundation/formats";

/** Principals that may assume the roles of an environment's people and pipelines. Nobody else can, not even the account's root. */
export interface AccessSettings {
  /**
   * ARNs of those who may administer the account: IAM users, with MFA, or roles, such as those of IAM Identity Center,
   * which asks for MFA itself. `arn:aws:iam::<account>:root` is taken when it is listed: it stands for every identity of
   * that account whose own policy allows it and that has signed in with MFA.
   */
  readonly admin: readonly string[];
  /**
   * ARNs of those who develop the LMS: see the platform, its logs and traces, and what runs in the cluster's
   * `microservices`, secrets left out.
   */
  readonly developer: readonly string[];
  /** ARNs of those who may see how the platform is built in AWS, but no data, and nothing in the cluster. */
  readonly readonly: readonly string[];
  /** The pipeline that applies a reviewed plan. */
  readonly deployer: PipelineTrust;
  /** The pipeline that makes plans for review. It changes nothing, so it may run for branches. */
  readonly planner: PipelineTrust;
}

/** Proof of a pipeline's identity. */
export type PipelineTrust = OidcTrust | ExternalIdTrust;

/** By a token of the pipeline's own identity provider: no key is kept anywhere. */
export interface OidcTrust {
  readonly kind: "oidc";
  /** URL of the provider, `https://` and no slash at the end; its keys must be reachable from AWS. */
  readonly issuer: string;
  /** The `aud` of its tokens, such as `sts.amazonaws.com`. */
  readonly audience: string;
  /** The exact `sub` of its tokens; for Jenkins the URL of the job. No wildcards. */
  readonly subject: string;
}

/** By an AWS identity of its own, such as the role of a Jenkins agent, and a value that only the two sides know. */
export interface ExternalIdTrust {
  readonly kind: "external-id";
  /** ARN of the IAM role or user of the pipeline. */
  readonly principal: string;
  /**
   * 2-1224 characters, letters, digits or `+=,.@:/_-`. It keeps the pipeline from using the role for another; it is no
   * secret, and tells no two pipelines of one principal apart.
   */
  readonly externalId: string;
}

const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const ISSUER = /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w./~-]*[\w.~-])?$/i;

/**
 * Checks what types cannot: principals that are none or everyone, external ids and issuers that prove nothing.
 * @param where what the messages begin with, such as `prod.access`
 * @returns every problem at once, `[]` when there is none
 */
export function accessProblems(where: string, settings: AccessSettings): string[] {
  return [
    ...(["admin", "developer", "readonly"] as const).flatMap((role) =>
      peopleProblems(`${where}.${role}`, settings[role]),
    ),
    ...pipelineProblems(`${where}.deployer`, settings.deployer),
    ...pipelineProblems(`${where}.planner`, settings.planner),
    ...samePipelineProblems(where, settings),
  ];
}

/** Checks one pipeline's trust, as `accessProblems` does. */
export function pipelineProblems(where: string, trust: PipelineTrust): string[] {
  if (trust.kind === "external-id") {
    return [
      ...principalProblems(`${where}.principal`, trust.principal, "allowed"),
      ...check(
        EXTERNAL_ID.test(trust.externalId),
        `${where}.externalId`,
        "must have 2-1224 letters, digits or +=,.@:/_-",
        trust.externalId,
        "agree on a random value with the pipeline's owner",
      ),
    ];
  }
  const { issuer, audience, subject } = trust;
  const exact = (text: string) => text !== "" && !/[*?]/.test(text);
  const copyAudience = "copy the `aud` of a token of the pipeline";
  return [
    ...check(
      ISSUER.test(issuer),
      `${where}.issuer`,
      "must be an https:// URL without a slash at the end",
      issuer,
      "copy `issuer` from its /.well-known/openid-configuration",
    ),
    ...check(exact(audience), `${where}.audience`, "must be one exact audience", audience, copyAudience),
    ...check(
      exact(subject),
      `${where}.subject`,
      "must be one exact subject",
      subject,
      "copy the `sub` of a token of the job",
    ),
  ];
}

function peopleProblems(where: string, principals: readonly string[]): string[] {
  const remedy = "a role that no one may assume cannot exist";
  return [
    ...check(principals.length > 0, where, "must name at least one principal", principals, remedy),
    ...principals.flatMap((principal) => principalProblems(where, principal, "allowed")),
  ];
}

/**
 * Who can propose a change must not be able to apply it: two roles for one identity are one role. An external id tells
 * no one apart, since it is no secret.
 */
function samePipelineProblems(where: string, { deployer, planner }: AccessSettings): string[] {
  const [one, other] = [identityOf(deployer), identityOf(planner)];
  // An account's root stands for every identity of the account.
  const includes = (a: string, b: string) =>
    a === b || (a.endsWith(":root") && b.startsWith(a.slice(0, -"root".length)));
  if (!includes(one, other) && !includes(other, one)) return [];
  return [
    `${where}.planner: must be another identity than ${where}.deployer, got ${JSON.stringify(other)}; ` +
      "give the plan a job, or an IAM role, of its own",
  ];
}

function identityOf(trust: PipelineTrust): string {
  return trust.kind === "oidc" ? `${trust.issuer} ${trust.subject}` : trust.principal;
}
