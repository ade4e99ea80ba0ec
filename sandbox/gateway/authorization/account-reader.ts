import { type JsonObject, objectAt, objectsAt, parseObject, stringAt } from "../json";
import type { HttpRequest } from "../request";
import type { Answer } from "../responses";
import { isSuccess } from "../service";
import { elementAt, elementsAt, parseXml, textAt, type XmlElement } from "../xml";
import type { BucketKey, Facts } from "./call";
import { type Policy, readPolicy } from "./evaluator/document";

/** Asks the local AWS itself, without being authorized. */
export type Ask = (request: HttpRequest) => Promise<Answer>;

/** The policies that an identity has. */
export interface IdentityPolicies {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
}

/**
 * Reads of the local AWS what decides about a request: policies, keys, tags. What it has read it keeps until a request
 * changes the resource.
 */
export class AccountReader implements Facts {
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(
    private readonly ask: Ask,
    private readonly account: string,
  ) {}

  /** Forgets what was read of a resource, as a request has changed it. */
  forget(arn: string): void {
    for (const key of this.#kept.keys()) if (key.endsWith(` ${arn}`)) this.#kept.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.clear();
  }

  /** The policies of a role and its boundary, by its ARN; none for a role that does not exist. */
  async identityOf(roleArn: string): Promise<IdentityPolicies> {
    const name = nameOf(roleArn);
    const identity = await this.keep("identity", roleArn, async () => {
      const role = { RoleName: name };
      const [inline, attached] = await Promise.all([
        this.iam("ListRolePolicies", role),
        this.iam("ListAttachedRolePolicies", role),
      ]);
      const inlineNames = members(elementAt(inline, "PolicyNames"));
      const inlinePolicies = inlineNames.map(async (PolicyName) => {
        const policy = await this.iam("GetRolePolicy", { ...role, PolicyName });
        return readPolicy(PolicyName, decodeURIComponent(textAt(policy, "PolicyDocument") ?? ""));
      });
      const arns = elementsAt(elementAt(attached, "AttachedPolicies"), "member").map(
        (policy) => textAt(policy, "PolicyArn") ?? "",
      );
      return { inline: await Promise.all(inlinePolicies), arns };
    });
    const managed = await Promise.all(identity.arns.map((arn) => this.managedPolicy(arn)));
    const boundary = await this.boundaryOf(name);
    return {
      identity: [...identity.inline, ...managed],
      ...(boundary === undefined ? {} : { boundary: await this.managedPolicy(boundary) }),
    };
  }

  async boundaryOf(roleName: string): Promise<string | undefined> {
    return textAt(elementAt(await this.role(roleName), "PermissionsBoundary"), "PermissionsBoundaryArn");
  }

  async keyArn(key: string, region: string): Promise<string | undefined> {
    if (key.startsWith("arn:") && key.includes(":key/")) return key;
    if (!key.includes("alias/")) return `arn:aws:kms:${region}:${this.account}:key/${key}`;
    // An alias can be pointed at another key, so it is asked for anew.
    const KeyId = key.slice(key.indexOf("alias/"));
    const description = await this.json("kms", regionOf(key, region), "TrentService.DescribeKey", { KeyId });
    return stringAt(objectAt(description, "KeyMetadata") ?? {}, "Arn");
  }

  async bucketKey(bucket: string): Promise<BucketKey | undefined> {
    return this.keep("encryption", `arn:aws:s3:::${bucket}`, async () => {
      const document = parseXml(await this.text("s3", "us-east-1", `/${bucket}?encryption`));
      const rule = elementAt(document, "ServerSideEncryptionConfiguration", "Rule");
      const arn = textAt(elementAt(rule, "ApplyServerSideEncryptionByDefault"), "KMSMasterKeyID");
      return arn === undefined ? undefined : { arn, forBucket: textAt(rule, "BucketKeyEnabled") === "true" };
    });
  }

  /** The key that a secret is encrypted with; undefined with Secrets Manager's own. */
  async secretKey(arn: string): Promise<string | undefined> {
    return stringAt(await this.secret(arn, "DescribeSecret"), "KmsKeyId");
  }

  /** An attribute of a queue, by the queue's ARN. */
  async queueAttribute(arn: string, name: string): Promise<string | undefined> {
    const [, , , region = "", account = "", queue = ""] = arn.split(":");
    const QueueUrl = `http://sqs.${region}.amazonaws.com/${account}/${queue}`;
    const attributes = await this.keep("attributes", arn, () =>
      this.json("sqs", region, "AmazonSQS.GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] }),
    );
    return stringAt(objectAt(attributes, "Attributes") ?? {}, name);
  }

  /** An attribute of a topic, by its ARN. */
  async topicAttribute(TopicArn: string, name: string): Promise<string | undefined> {
    const attributes = await this.keep("attributes", TopicArn, () =>
      this.query("sns", regionOf(TopicArn), "2010-03-31", "GetTopicAttributes", { TopicArn }),
    );
    const entries = elementsAt(elementAt(attributes, "Attributes"), "entry");
    return textAt(entries.find((entry) => textAt(entry, "key") === name) ?? {}, "value");
  }

  async functionRole(name: string, region: string): Promise<string | undefined> {
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
    return stringAt(parseObject(await this.text("lambda", region, path)) ?? {}, "Role");
  }

  /** The policy on a resource, by its ARN; undefined where there is none. */
  async resourcePolicy(arn: string): Promise<Policy | undefined> {
    return this.keep("policy", arn, async () => {
      const text = await this.policyText(arn);
      return text === undefined || text === "" ? undefined : readPolicy(arn, text);
    });
  }

  /** The tags of a KMS key. */
  async keyTags(arn: string): Promise<Readonly<Record<string, string>>> {
    return this.keep("tags", arn, async () => {
      const answer = await this.json("kms", regionOf(arn), "TrentService.ListResourceTags", { KeyId: arn });
      return Object.fromEntries(objectsAt(answer, "Tags").map((tag) => [String(tag.TagKey), String(tag.TagValue)]));
    });
  }

  private async policyText(arn: string): Promise<string | undefined> {
    const [, , service = "", region = "", , resource = ""] = arn.split(":");
    switch (service) {
      case "kms":
        return stringAt(
          await this.json("kms", region, "TrentService.GetKeyPolicy", { KeyId: arn, PolicyName: "default" }),
          "Policy",
        );
      case "s3":
        return this.text("s3", "us-east-1", `/${resource}?policy`);
      case "secretsmanager":
        return stringAt(await this.secret(arn, "GetResourcePolicy"), "ResourcePolicy");
      case "sqs":
        return this.queueAttribute(arn, "Policy");
      case "sns":
        return this.topicAttribute(arn, "Policy");
      case "ecr": {
        const target = "AmazonEC2ContainerRegistry_V20150921.GetRepositoryPolicy";
        return stringAt(
          await this.json("ecr", region, target, { repositoryName: resource.replace("repository/", "") }),
          "policyText",
        );
      }
      case "iam": {
        const trust = textAt(await this.role(nameOf(arn)), "AssumeRolePolicyDocument");
        return trust === undefined ? undefined : decodeURIComponent(trust);
      }
      default:
        return undefined;
    }
  }

  private managedPolicy(PolicyArn: string): Promise<Policy> {
    return this.keep("managed", PolicyArn, async () => {
      const policy = elementAt(await this.iam("GetPolicy", { PolicyArn }), "Policy");
      const VersionId = textAt(policy, "DefaultVersionId") ?? "v1";
      const version = elementAt(await this.iam("GetPolicyVersion", { PolicyArn, VersionId }), "PolicyVersion");
      return readPolicy(nameOf(PolicyArn), decodeURIComponent(textAt(version, "Document") ?? ""));
    });
  }

  private role(RoleName: string): Promise<XmlElement> {
    const arn = `arn:aws:iam::${this.account}:role/${RoleName}`;
    return this.keep("role", arn, async () => elementAt(await this.iam("GetRole", { RoleName }), "Role"));
  }

  private secret(arn: string, operation: string): Promise<JsonObject> {
    // A secret that is asked for by its name has no six characters at the end.
    const SecretId = arn.endsWith("-??????") ? (arn.split(":secret:")[1] ?? "").replace(/-\?+$/, "") : arn;
    return this.keep(operation, arn, () =>
      this.json("secretsmanager", regionOf(arn), `secretsmanager.${operation}`, { SecretId }),
    );
  }

  private iam(action: string, parameters: Readonly<Record<string, string>>): Promise<XmlElement> {
    return this.query("iam", "us-east-1", "2010-05-08", action, parameters);
  }

  /** The result of an operation of the query protocol; empty when it is refused, as for what does not exist. */
  private async query(
    service: string,
    region: string,
    Version: string,
    Action: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<XmlElement> {
    const body = new URLSearchParams({ Action, Version, ...parameters }).toString();
    const answer = await this.ask(
      signed(service, region, "POST", "/", body, { "content-type": "application/x-www-form-urlencoded" }),
    );
    if (!isSuccess(answer)) return {};
    return elementAt(parseXml(answer.body.toString()), `${Action}Response`, `${Action}Result`);
  }

  private async json(service: string, region: string, target: string, parameters: JsonObject): Promise<JsonObject> {
    const type = service === "sqs" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
    const headers = { "content-type": type, "x-amz-target": target };
    const answer = await this.ask(signed(service, region, "POST", "/", JSON.stringify(parameters), headers));
    return isSuccess(answer) ? (parseObject(answer.body.toString()) ?? {}) : {};
  }

  private async text(service: string, region: string, url: string): Promise<string> {
    const answer = await this.ask(signed(service, region, "GET", url, "", {}));
    return isSuccess(answer) ? answer.body.toString() : "";
  }

  private keep<T>(kind: string, arn: string, read: () => Promise<T>): Promise<T> {
    const key = `${kind} ${arn}`;
    const kept = this.#kept.get(key) ?? read();
    this.#kept.set(key, kept);
    return kept as Promise<T>;
  }
}

function signed(
  service: string,
  region: string,
  method: string,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): HttpRequest {
  const credential = `Credential=gateway/20250101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  return {
    method,
    url,
    headers: { host: `${service}.${region}.amazonaws.com`, authorization, ...headers },
    body: Buffer.from(body),
  };
}

function members(list: XmlElement): string[] {
  return [list.member ?? []].flat().filter((member): member is string => typeof member === "string");
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** The region in an ARN; another where there is none. */
function regionOf(arn: string, otherwise = "us-east-1"): string {
  return arn.split(":")[3] || otherwise;
}
