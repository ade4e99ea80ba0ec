import type { AccountSettings } from "../environments";
import { roleArn, siteOf } from "../modules/foundation/names";
import type { AccessSettings, PipelineTrust } from "../modules/iam";
import { Failure } from "../scripts/failure";
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
    PIPELINES.map((name) => [accessKey(name), externalId(environment, access[name], name).principal]),
  );
}

/**
 * Takes the roles that a pipeline has, as it does: by STS, with the external ids. An account without such roles is
 * worked on by its administrator.
 * @throws Failure with the refusal when a trust policy does not let the pipeline in
 */
export async function takeRoles(environment: AccountSettings, endpoint: string): Promise<Deployers> {
  const access = accessOf(environment);
  if (access === undefined) return { planner: ADMINISTRATOR, deployer: ADMINISTRATOR };
  const take = (name: Pipeline) =>
    assumeRole(endpoint, environment, name, externalId(environment, access[name], name).externalId);
  const [planner, deployer] = await Promise.all([take("planner"), take("deployer")]);
  return { planner, deployer };
}

async function assumeRole(
  endpoint: string,
  environment: AccountSettings,
  role: Pipeline,
  ExternalId: string,
): Promise<Credentials> {
  const { name, region } = environment;
  const scope = `${accessKey(role)}/20250101/${region}/sts/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`,
    },
    body: new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: roleArn(siteOf(environment), role),
      RoleSessionName: "sandbox",
      ExternalId,
    }),
    signal: AbortSignal.timeout(30_000),
  });
  const document = parseXml(await response.text());
  if (!response.ok) {
    const message = textAt(elementAt(document, "ErrorResponse", "Error"), "Message");
    throw new Failure(
      `${name}: the pipeline must be let into the role ${role}, got ${message}; ` +
        `compare access in environments/${name}.ts with the role's trust`,
    );
  }
  const found = elementAt(document, "AssumeRoleResponse", "AssumeRoleResult", "Credentials");
  return {
    AWS_ACCESS_KEY_ID: textAt(found, "AccessKeyId") ?? "",
    AWS_SECRET_ACCESS_KEY: textAt(found, "SecretAccessKey") ?? "",
    AWS_SESSION_TOKEN: textAt(found, "SessionToken") ?? "",
  };
}

function accessOf(environment: AccountSettings): AccessSettings | undefined {
  return "access" in environment ? (environment.access as AccessSettings) : undefined;
}

function externalId({ name }: AccountSettings, trust: PipelineTrust, pipeline: Pipeline) {
  if (trust.kind === "external-id") return trust;
  throw new Failure(
    `${name}.access.${pipeline}: must be trusted by an external id to be tried in the sandbox, got ${trust.kind}; ` +
      "teach sandbox/identities.ts to take a role by a token",
  );
}

function accessKey(pipeline: Pipeline): string {
  return `${pipeline}-pipeline`;
}
