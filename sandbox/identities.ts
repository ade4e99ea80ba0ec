import type { AccountSettings } from "../environments";
import { roleArn, siteOf } from "../modules/foundation/names";
import type { AccessSettings, PipelineTrust } from "../modules/iam";
import { describeFailure, Failure } from "../scripts/failure";
import { ADMINISTRATOR, type Credentials } from "./aws-environment";
import { elementAt, parseXml, textAt } from "./gateway/xml";

/** The identities that change an environment: one makes plans, the other applies them. */
export interface Deployers {
  readonly planner: Credentials;
  readonly deployer: Credentials;
}

const PIPELINES = ["planner", "deployer"] as const;
type Pipeline = (typeof PIPELINES)[number];

/** The identities of other accounts that work on this one, by the access keys that they have in the local AWS. */
export function outsidersOf(environment: AccountSettings): Readonly<Record<string, string>> {
  const access = accessOf(environment);
  if (access === undefined) return {};
  return Object.fromEntries(
    PIPELINES.flatMap((name) => {
      const trust = access[name];
      return trust.kind === "external-id" ? [[accessKey(name), trust.principal]] : [];
    }),
  );
}

/**
 * Takes the roles that a pipeline has, as it does: by STS, with an external id or a token. An account without such roles is
 * worked on by its administrator.
 * @throws Failure with the refusal when a trust policy does not let the pipeline in
 */
export async function takeRoles(environment: AccountSettings, endpoint: string): Promise<Deployers> {
  const access = accessOf(environment);
  if (access === undefined) return { planner: ADMINISTRATOR, deployer: ADMINISTRATOR };
  const { name, region } = environment;
  const take = async (pipeline: Pipeline) => {
    const asked = { endpoint, region, accessKey: accessKey(pipeline), roleArn: roleArn(siteOf(environment), pipeline) };
    return assumeRole({ ...asked, parameters: proofOf(access[pipeline]) }).catch((error) => {
      throw new Failure(
        `${name}: the pipeline must be let into the role ${pipeline}, got ${describeFailure(error)}; ` +
          `compare access in environments/${name}.ts with the role's trust`,
      );
    });
  };
  const [planner, deployer] = await Promise.all([take("planner"), take("deployer")]);
  return { planner, deployer };
}

/**
 * Makes the roles of the account that its settings trust, and that must be there before the first apply, such as that of
 * a pipeline: IAM refuses trust in a role that does not exist.
 * @returns their names
 * @throws Failure when the local AWS refuses one
 */
export async function makeTrustedRoles(settings: AccountSettings, endpoint: string): Promise<readonly string[]> {
  const { account, region } = settings;
  const own = new RegExp(`arn:aws:iam::${account}:role/[\\w+=,.@/-]+`, "g");
  const names = [...new Set(JSON.stringify(settings).match(own) ?? [])].map((arn) => arn.split("/").at(-1) ?? "");
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  for (const RoleName of names) {
    const AssumeRolePolicyDocument = JSON.stringify(trust);
    const form = { Action: "CreateRole", Version: "2010-05-08", RoleName, AssumeRolePolicyDocument };
    const scope = `${ADMINISTRATOR.AWS_ACCESS_KEY_ID}/20250101/${region}/iam/aws4_request`;
    const response = await post(endpoint, scope, form);
    if (!response.ok)
      throw new Failure(`${settings.name}: the role ${RoleName} must be made, got ${await response.text()}`);
  }
  return names;
}

/** Sends a request of the query protocol. */
function post(endpoint: string, scope: string, form: Readonly<Record<string, string>>): Promise<Response> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`;
  return fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      // A token is all that its bearer shows.
      ...(form.WebIdentityToken === undefined ? { authorization } : {}),
    },
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(30_000),
  });
}

/** Who asks for the session of a role, and with what besides. */
export interface AssumeRole {
  readonly endpoint: string;
  readonly region: string;
  /** An access key of the local AWS, or the name of the AWS service that takes the role. */
  readonly accessKey: string;
  readonly roleArn: string;
  /** More parameters of the request, such as `ExternalId`; `Action` for another way to take a role. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Takes a role by STS. @throws Failure with AWS's refusal */
export async function assumeRole(asked: AssumeRole): Promise<Credentials> {
  const { endpoint, region, accessKey, roleArn, parameters = {} } = asked;
  const scope = `${accessKey}/20250101/${region}/sts/aws4_request`;
  const form = { Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, RoleSessionName: "sandbox" };
  const response = await post(endpoint, scope, { ...form, ...parameters });
  const document = parseXml(await response.text());
  if (!response.ok) {
    throw new Failure(textAt(elementAt(document, "ErrorResponse", "Error"), "Message") ?? "no message");
  }
  const { Action = "AssumeRole" } = parameters;
  const found = elementAt(document, `${Action}Response`, `${Action}Result`, "Credentials");
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

function accessKey(pipeline: Pipeline): string {
  return `${pipeline}-pipeline`;
}
