import { type AuthorizationOptions, Authorizer } from "../../../../sandbox/gateway/authorization/authorizer";
import { type HttpRequest, parseRequest } from "../../../../sandbox/gateway/request";
import { type Answer, AwsError, jsonAnswer, queryAnswer, xmlAnswer } from "../../../../sandbox/gateway/responses";

/** The account of these tests. */
export const ACCOUNT = "111111111111";

/** The access key of the session of the role `worker`. */
export const WORKER = "worker-session";

/** The pipeline of another account. */
export const JENKINS = "arn:aws:iam::444444444444:role/jenkins";

/** What is there in an account, as far as it decides about requests. */
export interface Account {
  /** Statements of the worker's policy. */
  readonly allowed?: readonly object[];
  readonly boundary?: readonly object[];
  /** Policies by the ARN of what they are on; a role's is its trust policy. */
  readonly policies?: Readonly<Record<string, readonly object[]>>;
  /** KMS keys of buckets, secrets and queues by their ARNs. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Tags by the ARN of what they are on. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The audiences of identity providers by the providers' ARNs. */
  readonly audiences?: Readonly<Record<string, readonly string[]>>;
  /** The roles of functions by the functions' names. */
  readonly functions?: Readonly<Record<string, string>>;
}

/** A statement that allows something. */
export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = "*", more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

/** An authorizer of an account in which the role `worker` has a session. */
export async function authorizerOf(account: Account, options: AuthorizationOptions = {}) {
  const trust = [{ Effect: "Allow", Principal: { AWS: JENKINS }, Action: "sts:AssumeRole" }];
  const policies = { [`arn:aws:iam::${ACCOUNT}:role/worker`]: trust, ...account.policies };
  const authorizer = new Authorizer(async (request) => answer(request, { ...account, policies }), ACCOUNT, {
    outsiders: { jenkins: JENKINS },
    ...options,
  });
  const taken = await authorizer.authorize(parseRequest(assumeRole("worker")));
  taken(sessionAnswer("worker", WORKER));
  return authorizer;
}

/** What became of a request: `allowed`, or the code and message of the error. */
export async function ask(authorizer: Authorizer, request: HttpRequest): Promise<string> {
  try {
    const done = await authorizer.authorize(parseRequest(request));
    done(jsonAnswer({}));
    return "allowed";
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** A request of the JSON protocol. */
export function json(service: string, operation: string, parameters: object, more: RequestOptions = {}): HttpRequest {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `X.${operation}` };
  return http(service, "POST", "/", JSON.stringify(parameters), headers, more);
}

/** A request of the query protocol. */
export function query(service: string, form: Record<string, string>, more: RequestOptions = {}): HttpRequest {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return http(service, "POST", "/", new URLSearchParams(form).toString(), headers, more);
}

/** A request of a REST protocol; `action` is method and path. */
export function rest(service: string, action: string, body = "", more: RequestOptions = {}): HttpRequest {
  const [method = "", path = ""] = action.split(" ");
  const headers = service === "s3" ? {} : { "content-type": "application/json" };
  return http(service, method, path, body, headers, more);
}

/** The request for the session of a role, by the pipeline. */
export function assumeRole(role: string, more: Record<string, string> = {}, key = "jenkins"): HttpRequest {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  return query("sts", { Action: "AssumeRole", RoleArn, RoleSessionName: "s", ...more }, { key });
}

/** The answer to it. */
export function sessionAnswer(role: string, key: string): Answer {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/s`;
  const credentials = `<Credentials><AccessKeyId>${key}</AccessKeyId></Credentials>`;
  return queryAnswer("AssumeRole", `${credentials}<AssumedRoleUser><Arn>${arn}</Arn></AssumedRoleUser>`);
}

interface RequestOptions {
  readonly key?: string;
  readonly region?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function http(
  service: string,
  method: string,
  url: string,
  body: string,
  headers: object,
  more: RequestOptions,
): HttpRequest {
  const { key = WORKER, region = "us-east-1", headers: others = {} } = more;
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20250101/${region}/${service}/aws4_request`;
  return { method, url, headers: { authorization, ...headers, ...others }, body: Buffer.from(body) };
}

/** What moto would answer about the account. */
function answer({ url, headers, body }: HttpRequest, account: Account): Answer {
  const none = jsonAnswer({}, 404);
  const document = (statements: readonly object[] | undefined) => JSON.stringify({ Statement: statements ?? [] });
  const policyOn = (arn: string) =>
    account.policies?.[arn] === undefined ? undefined : document(account.policies[arn]);
  const form = Object.fromEntries(new URLSearchParams(body.toString()));
  const parameters = JSON.parse(body.toString().startsWith("{") ? body.toString() : "{}");
  const target = String(headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  switch (form.Action ?? target) {
    case "GetRole": {
      const trust = policyOn(`arn:aws:iam::${ACCOUNT}:role/${form.RoleName}`);
      if (trust === undefined) return none;
      const bounds =
        account.boundary === undefined
          ? ""
          : "<PermissionsBoundary><PermissionsBoundaryArn>arn:aws:iam::1:policy/b</PermissionsBoundaryArn></PermissionsBoundary>";
      return queryAnswer(
        "GetRole",
        `<Role><RoleName>x</RoleName><AssumeRolePolicyDocument>${encodeURIComponent(trust)}</AssumeRolePolicyDocument>${bounds}</Role>`,
      );
    }
    case "GetOpenIDConnectProvider": {
      const audiences = account.audiences?.[form.OpenIDConnectProviderArn ?? ""] ?? [];
      const list = audiences.map((audience) => `<member>${audience}</member>`).join("");
      return queryAnswer("GetOpenIDConnectProvider", `<ClientIDList>${list}</ClientIDList>`);
    }
    case "ListRolePolicies":
      return queryAnswer("ListRolePolicies", "<PolicyNames><member>work</member></PolicyNames>");
    case "GetRolePolicy":
      return queryAnswer(
        "GetRolePolicy",
        `<PolicyDocument>${encodeURIComponent(document(account.allowed))}</PolicyDocument>`,
      );
    case "GetPolicy":
      return queryAnswer("GetPolicy", "<Policy><DefaultVersionId>v1</DefaultVersionId></Policy>");
    case "GetPolicyVersion":
      return queryAnswer(
        "GetPolicyVersion",
        `<PolicyVersion><Document>${encodeURIComponent(document(account.boundary))}</Document></PolicyVersion>`,
      );
    case "GetResources": {
      const [arn] = parameters.ResourceARNList;
      const tags = Object.entries(account.tags?.[arn] ?? {}).map(([Key, Value]) => ({ Key, Value }));
      return jsonAnswer({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: tags }] });
    }
    case "DescribeAutoScalingGroups": {
      const name = form["AutoScalingGroupNames.member.1"];
      const arn = `arn:aws:autoscaling:us-east-1:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/${name}`;
      const tags = Object.entries(account.tags?.[arn] ?? {}).map(
        ([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`,
      );
      return queryAnswer(
        "DescribeAutoScalingGroups",
        `<AutoScalingGroups><member><Tags>${tags.join("")}</Tags></member></AutoScalingGroups>`,
      );
    }
    case "GetKeyPolicy":
      return jsonAnswer({ Policy: policyOn(parameters.KeyId) });
    case "GetResourcePolicy":
      return jsonAnswer({ ResourcePolicy: policyOn(parameters.SecretId) });
    case "DescribeSecret":
      return jsonAnswer({ KmsKeyId: account.keys?.[parameters.SecretId] });
    case "GetQueueAttributes": {
      const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:${parameters.QueueUrl.split("/").at(-1)}`;
      return jsonAnswer({ Attributes: { Policy: policyOn(queue), KmsMasterKeyId: account.keys?.[queue] } });
    }
  }
  const [, bucket = "", sub = ""] = /^\/([^?/]+)\?(\w+)$/.exec(url) ?? [];
  const own = policyOn(`arn:aws:s3:::${bucket}`);
  if (sub === "policy") return own === undefined ? none : { status: 200, headers: {}, body: Buffer.from(own) };
  const key = account.keys?.[`arn:aws:s3:::${bucket}`];
  if (sub === "encryption" && key !== undefined) {
    const byDefault = `<ApplyServerSideEncryptionByDefault><KMSMasterKeyID>${key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>`;
    return xmlAnswer(
      `<ServerSideEncryptionConfiguration><Rule>${byDefault}</Rule></ServerSideEncryptionConfiguration>`,
    );
  }
  const [, invoked = ""] = /\/functions\/([^/]+)\/policy$/.exec(url) ?? [];
  if (invoked !== "") {
    return jsonAnswer({ Policy: policyOn(`arn:aws:lambda:us-east-1:${ACCOUNT}:function:${invoked}`) });
  }
  const [, vault = ""] = /\/backup-vaults\/([^/]+)\/access-policy$/.exec(url) ?? [];
  if (vault !== "")
    return jsonAnswer({ Policy: policyOn(`arn:aws:backup:us-east-1:${ACCOUNT}:backup-vault:${vault}`) });
  const [, name = ""] = /\/functions\/([^/]+)\/configuration$/.exec(url) ?? [];
  const role = account.functions?.[name];
  return role === undefined ? none : jsonAnswer({ Role: role });
}
