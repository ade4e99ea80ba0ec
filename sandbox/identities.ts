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
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      // A token is all that its bearer shows.
      ...(parameters.WebIdentityToken === undefined ? { authorization } : {}),
    },
    body: new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: "sandbox",
      ...parameters,
    }),
    signal: AbortSignal.timeout(30_000),
  });
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
