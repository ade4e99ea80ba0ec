import { check, type Rule } from "../foundation/checks";
import { HTTPS_URL, IAM_PRINCIPAL } from "../foundation/formats";
import { policyDocument } from "../foundation/policy-document";
import { choice, either, group, list, type SettingsOf, settingsProblems, text, word } from "../foundation/schema";
import { peopleTrust } from "./trust";

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const MAX_OIDC_LENGTH = 255;

const ISSUER: Rule<string> = {
  must: "be an https:// URL without a slash at the end",
  holds: (url) => url.length <= MAX_OIDC_LENGTH && HTTPS_URL.holds(url) && !/[?/]$|\?/.test(url),
  remedy: "copy `issuer` from its /.well-known/openid-configuration",
};

/** One value of a token's claim: printable characters, none that a policy takes for many or for a variable. */
function exactClaim(claim: string, remedy: string): Rule<string> {
  return {
    must: `be one exact ${claim} of 1-${MAX_OIDC_LENGTH} characters`,
    holds: (text) => text.length <= MAX_OIDC_LENGTH && /^[!-~]+$/.test(text) && !/[*?]|\$\{/.test(text),
    remedy,
  };
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID: Rule<string> = {
  must: "be 2-1224 letters, digits or +=,.@:/_-",
  holds: (text) => /^[\w+=,.@:/-]{2,1224}$/.test(text),
  remedy: "agree on a random value with the pipeline's owner",
};

/** Schema of the proof of a pipeline's identity. */
export const pipelineIdentity = choice("kind", {
  oidc: group({
    kind: word(["oidc"]),
    /** URL of the provider, `https://` and no slash at the end; its keys must be reachable from AWS. */
    issuer: text(ISSUER),
    /** The `aud` of its tokens, such as `sts.amazonaws.com`. */
    audience: text(exactClaim("audience", "copy the `aud` of a token of the pipeline")),
    /** The exact `sub` of its tokens; for Jenkins the URL of the job. No wildcards. */
    subject: text(exactClaim("subject", "copy the `sub` of a token of the job")),
  }),
  "external-id": group({
    kind: word(["external-id"]),
    /** ARN of the IAM role or user of the pipeline. */
    principal: text(IAM_PRINCIPAL),
    /**
     * 2-1224 characters, letters, digits or `+=,.@:/_-`. It keeps the pipeline from using the role for another; it is no
     * secret, and tells no two pipelines of one principal apart.
     */
    externalId: text(EXTERNAL_ID),
  }),
});

/**
 * Proof of a pipeline's identity. `oidc`: a token of the pipeline's own identity provider, so that no key is kept anywhere.
 * `external-id`: an AWS identity of its own, such as the role of a Jenkins agent, and a value that the two sides know.
 */
export type PipelineTrust = SettingsOf<typeof pipelineIdentity>;

/** Beyond what a trust policy has room for, however short the names are. */
const MAX_PEOPLE = 30;

/** Characters of a role's trust policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_TRUST_POLICY = 2048;

const people = list(text(IAM_PRINCIPAL), {
  least: 1,
  most: MAX_PEOPLE,
  each: "principal",
  remedy: "no one may assume a role of none, and for more give one of IAM Identity Center",
});

/** Schema of the principals that may assume the roles of an environment's people and pipelines. */
export const accessSettings = group({
  /**
   * ARNs of those who may administer the account: IAM users, with MFA, or roles, such as those of IAM Identity Center,
   * which asks for MFA itself. `arn:aws:iam::<account>:root` is taken when it is listed: it stands for every identity of
   * that account whose own policy allows it and that has signed in with MFA.
   */
  admin: people,
  /**
   * ARNs of those who develop the LMS: see the platform, its logs and traces, and what runs in the cluster's
   * `microservices`, secrets left out.
   */
  developer: people,
  /** ARNs of those who may see how the platform is built in AWS, but no data, and nothing in the cluster. */
  readonly: people,
  /** The pipeline that applies a reviewed plan; `none` where those of `admin` plan and apply, and no pipeline has a role. */
  deployer: either(["none"], pipelineIdentity),
  /** The pipeline that makes plans for review. It changes nothing, so it may run for branches. `none` if `deployer` is. */
  planner: either(["none"], pipelineIdentity),
});

/** Principals that may assume the roles of an environment's people and pipelines. Nobody else can, not even the account's root. */
export interface AccessSettings extends SettingsOf<typeof accessSettings> {}

/**
 * Checks principals that are none, everyone or too many, external ids and issuers that prove nothing, and pipelines that
 * are one or lack the other.
 * @param where what the messages begin with, such as `prod.access`
 * @returns every problem at once, `[]` when there is none
 */
export function accessProblems(where: string, settings: AccessSettings): string[] {
  const problems = settingsProblems(where, accessSettings, settings);
  if (problems.length > 0) return problems;
  return [
    ...(["admin", "developer", "readonly"] as const).flatMap((role) => {
      const { length } = policyDocument(peopleTrust(settings[role]));
      const rule = `must fit into a trust policy of ${MAX_TRUST_POLICY} characters`;
      return check(
        length <= MAX_TRUST_POLICY,
        `${where}.${role}`,
        rule,
        length,
        "name a role that all of them may assume",
      );
    }),
    ...samePipelineProblems(where, settings),
    ...pipelineAmongPeople(where, settings),
  ];
}

/**
 * Who can propose a change must not be able to apply it: two roles for one identity are one role. An external id tells
 * no one apart, since it is no secret.
 */
function samePipelineProblems(where: string, { deployer, planner }: AccessSettings): string[] {
  if (deployer === "none" || planner === "none") {
    return check(
      deployer === planner,
      `${where}.planner`,
      `must be "none" if ${where}.deployer is, and only then`,
      planner,
      "a plan is made to be applied, and nothing else is applied: give both or none",
    );
  }
  if (!shareIdentity(deployer, planner)) return [];
  return [
    `${where}.planner: must be another identity than ${where}.deployer, got ${JSON.stringify(identityOf(planner))}; ` +
      "give the plan a job, or an IAM role, of its own",
  ];
}

/** Tells whether one identity may be both pipelines. An account's root stands for every identity of the account. */
export function shareIdentity(one: PipelineTrust, other: PipelineTrust): boolean {
  const includes = (a: string, b: string) =>
    a === b || (a.endsWith(":root") && b.startsWith(a.slice(0, -"root".length)));
  const [a, b] = [identityOf(one), identityOf(other)];
  return includes(a, b) || includes(b, a);
}

/** A pipeline that is among the people has their role, too, whatever its own may do. */
function pipelineAmongPeople(where: string, settings: AccessSettings): string[] {
  return (["deployer", "planner"] as const).flatMap((pipeline) => {
    const trust = settings[pipeline];
    if (trust === "none" || trust.kind !== "external-id" || trust.principal.endsWith(":root")) return [];
    return (["admin", "developer", "readonly"] as const).flatMap((role) =>
      check(
        !settings[role].includes(trust.principal),
        `${where}.${role}`,
        `must name people, and not ${where}.${pipeline}`,
        trust.principal,
        "take it out; the pipeline has a role of its own",
      ),
    );
  });
}

/** Identity of a pipeline as a message names it: its principal, or the issuer and the subject of its tokens. */
export function identityOf(trust: PipelineTrust): string {
  return trust.kind === "oidc" ? `${trust.issuer} ${trust.subject}` : trust.principal;
}
