import { ACCOUNTS, type AccountSettings } from "../environments";
import { roleArn, siteOf } from "../modules/foundation/names";
import type { AccessSettings, PipelineTrust } from "../modules/iam";
import { describeFailure, Failure } from "../scripts/failure";
import { ADMINISTRATOR, type Credentials } from "./aws-environment";
import { elementAt, textAt } from "./gateway/xml";
import { type LocalAws, query } from "./local-aws";

/** The identities that change an environment: one makes plans, the other applies them. */
export interface Deployers {
  readonly planner: Credentials;
  readonly deployer: Credentials;
}

const PIPELINES = ["planner", "deployer"] as const;
type Pipeline = (typeof PIPELINES)[number];

/** The roles that people look into trouble with. */
export type Person = "admin" | "developer" | "readonly";
const PEOPLE: readonly Person[] = ["admin", "developer", "readonly"];

/** The device of a person, and what it shows. Any six digits do: who one is the local AWS does not check. */
const MFA = { SerialNumber: "GAHT12345678", TokenCode: "123456" };

/** The identities of other accounts that work on this one, by the access keys that they have in the local AWS. */
export function outsidersOf(environment: AccountSettings): Readonly<Record<string, string>> {
  const access = accessOf(environment);
  if (access === undefined) return {};
  const people = PEOPLE.map((name) => [accessKey(name), access[name][0]]);
  const pipelines = PIPELINES.flatMap((name) => {
    const trust = access[name];
    return trust !== "none" && trust.kind === "external-id" ? [[accessKey(name), trust.principal]] : [];
  });
  return Object.fromEntries([...people, ...pipelines]);
}

/**
 * Takes a role of people, as the first of those who may: a user with MFA, or who holds a role.
 * @throws Failure with the refusal when the trust policy does not let them in, and when the account has no such roles
 */
export async function takePersonsRole(
  environment: AccountSettings,
  endpoint: string,
  person: Person,
): Promise<Credentials> {
  const { name, region } = environment;
  const [principal = ""] = accessOf(environment)?.[person] ?? [];
  const arn = roleArn(siteOf(environment), person);
  return assumeRole({ endpoint, region }, accessKey(person), arn, principal.includes(":role/") ? {} : MFA).catch(
    (error) => {
      throw new Failure(
        `${name}: ${principal || "nobody"} must be let into the role ${person}, got ${describeFailure(error)}`,
      );
    },
  );
}

/**
 * Takes the roles that a pipeline has, as it does: by STS, with an external id or a token. Without a pipeline an
 * administrator of the environment plans and applies, and that of the account where it has no such roles.
 * @throws Failure with the refusal when a trust policy does not let the pipeline in
 */
export async function takeRoles(environment: AccountSettings, endpoint: string): Promise<Deployers> {
  const access = accessOf(environment);
  if (access === undefined) return { planner: ADMINISTRATOR, deployer: ADMINISTRATOR };
  const { name, region } = environment;
  const { planner: planning, deployer: applying } = access;
  if (planning === "none" || applying === "none") {
    const admin = await takePersonsRole(environment, endpoint, "admin");
    return { planner: admin, deployer: admin };
  }
  const take = async (pipeline: Pipeline, trust: PipelineTrust) => {
    const arn = roleArn(siteOf(environment), pipeline);
    return assumeRole({ endpoint, region }, accessKey(pipeline), arn, proofOf(trust)).catch((error) => {
      throw new Failure(
        `${name}: the pipeline must be let into the role ${pipeline}, got ${describeFailure(error)}; ` +
          `compare access in environments/${name}.ts with the role's trust`,
      );
    });
  };
  const [planner, deployer] = await Promise.all([take("planner", planning), take("deployer", applying)]);
  return { planner, deployer };
}

/**
 * Makes the roles of the account that any settings trust, and that must be there before the first apply, such as those of
 * pipelines: IAM refuses trust in a role that does not exist.
 * @returns their names
 * @throws Failure when the local AWS refuses one
 */
export async function makeTrustedRoles(settings: AccountSettings, endpoint: string): Promise<readonly string[]> {
  const { account, region } = settings;
  const own = new RegExp(`arn:aws:iam::${account}:role/[\\w+=,.@/-]+`, "g");
  const names = [...new Set(JSON.stringify([settings, ...ACCOUNTS]).match(own) ?? [])].map(
    (arn) => arn.split("/").at(-1) ?? "",
  );
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  for (const RoleName of names) {
    const AssumeRolePolicyDocument = JSON.stringify(trust);
    const form = { Action: "CreateRole", Version: "2010-05-08", RoleName, AssumeRolePolicyDocument };
    await query({ endpoint, region }, "iam", form).catch((error) => {
      throw new Failure(`${settings.name}: the role ${RoleName} must be made, got ${describeFailure(error)}`);
    });
  }
  return names;
}

/**
 * Takes a role by STS.
 * @param accessKey one of the local AWS, or the name of the AWS service that takes the role
 * @param more parameters of the request, such as `ExternalId`; `Action` for another way to take a role
 * @throws Failure with AWS's refusal
 */
export async function assumeRole(
  aws: LocalAws,
  accessKey: string,
  RoleArn: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Credentials> {
  const form = { Action: "AssumeRole", Version: "2011-06-15", RoleArn, RoleSessionName: "sandbox", ...more };
  const found = elementAt(await query(aws, "sts", form, accessKey), "Credentials");
  return {
    AWS_ACCESS_KEY_ID: textAt(found, "AccessKeyId") ?? "",
    AWS_SECRET_ACCESS_KEY: textAt(found, "SecretAccessKey") ?? "",
    AWS_SESSION_TOKEN: textAt(found, "SessionToken") ?? "",
  };
}

function accessOf(environment: AccountSettings): AccessSettings | undefined {
  return "access" in environment ? (environment.access as AccessSettings) : undefined;
}

/** What a pipeline shows besides, or in place of, its own identity. */
function proofOf(trust: PipelineTrust): Readonly<Record<string, string>> {
  if (trust.kind === "external-id") return { ExternalId: trust.externalId };
  const { issuer: iss, subject: sub, audience: aud } = trust;
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  return {
    Action: "AssumeRoleWithWebIdentity",
    WebIdentityToken: [part({ alg: "none" }), part({ iss, sub, aud }), ""].join("."),
  };
}

function accessKey(who: Pipeline | Person): string {
  return `outsider-${who}`;
}
