import { type JsonObject, objectAt, objectsAt, parseObject, stringAt } from "../json";
import { elementAt, elementsAt, parseXml, textAt, type XmlElement } from "../xml";
import type { AccountClient } from "./account-client";
import type { BucketKey, Facts } from "./call";
import { type Policy, readPolicy } from "./evaluator/document";

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
    private readonly client: AccountClient,
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
        this.client.iam("ListRolePolicies", role),
        this.client.iam("ListAttachedRolePolicies", role),
      ]);
      const inlineNames = members(elementAt(inline, "PolicyNames"));
      const inlinePolicies = inlineNames.map(async (PolicyName) => {
        const policy = await this.client.iam("GetRolePolicy", { ...role, PolicyName });
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
    const description = await this.client.json("kms", regionOf(key, region), "TrentService.DescribeKey", { KeyId });
    return stringAt(objectAt(description, "KeyMetadata") ?? {}, "Arn");
  }

  async bucketKey(bucket: string): Promise<BucketKey | undefined> {
    return this.keep("encryption", `arn:aws:s3:::${bucket}`, async () => {
      const document = parseXml(await this.client.text("s3", "us-east-1", `/${bucket}?encryption`));
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
      this.client.json("sqs", region, "AmazonSQS.GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] }),
    );
    return stringAt(objectAt(attributes, "Attributes") ?? {}, name);
  }

  /** An attribute of a topic, by its ARN. */
  async topicAttribute(TopicArn: string, name: string): Promise<string | undefined> {
    const attributes = await this.keep("attributes", TopicArn, () =>
      this.client.query("sns", regionOf(TopicArn), "2010-03-31", "GetTopicAttributes", { TopicArn }),
    );
    const entries = elementsAt(elementAt(attributes, "Attributes"), "entry");
    return textAt(entries.find((entry) => textAt(entry, "key") === name) ?? {}, "value");
  }

  async audiencesOf(OpenIDConnectProviderArn: string): Promise<readonly string[]> {
    const provider = await this.client.iam("GetOpenIDConnectProvider", { OpenIDConnectProviderArn });
    return members(elementAt(provider, "ClientIDList"));
  }

  async functionRole(name: string, region: string): Promise<string | undefined> {
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
    return stringAt(parseObject(await this.client.text("lambda", region, path)) ?? {}, "Role");
  }

  /** The policy on a resource, by its ARN; undefined where there is none. */
  async resourcePolicy(arn: string): Promise<Policy | undefined> {
    return this.keep("policy", arn, async () => {
      const text = await this.policyText(arn);
      return text === undefined || text === "" ? undefined : readPolicy(arn, text);
    });
  }

  /** The tags of a resource; none where it does not exist. */
  async tagsOf(arn: string): Promise<Readonly<Record<string, string>>> {
    return this.keep("tags", arn, async () => {
      if (arn.startsWith("arn:aws:kms:")) {
        const answer = await this.client.json("kms", regionOf(arn), "TrentService.ListResourceTags", { KeyId: arn });
        return Object.fromEntries(objectsAt(answer, "Tags").map((tag) => [String(tag.TagKey), String(tag.TagValue)]));
      }
      if (arn.startsWith("arn:aws:autoscaling:")) {
        const group = { "AutoScalingGroupNames.member.1": nameOf(arn) };
        const [version, operation] = ["2011-01-01", "DescribeAutoScalingGroups"];
        const result = await this.client.query("autoscaling", regionOf(arn), version, operation, group);
        const [found = {}] = elementsAt(elementAt(result, "AutoScalingGroups"), "member");
        const tags = elementsAt(elementAt(found, "Tags"), "member");
        return Object.fromEntries(tags.map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]));
      }
      const target = "ResourceGroupsTaggingAPI_20170126.GetResources";
      const answer = await this.client.json("tagging", regionOf(arn), target, { ResourceARNList: [arn] });
      const [found] = objectsAt(answer, "ResourceTagMappingList");
      return Object.fromEntries(objectsAt(found ?? {}, "Tags").map((tag) => [String(tag.Key), String(tag.Value)]));
    });
  }

  private async policyText(arn: string): Promise<string | undefined> {
    const [, , service = "", region = "", , ...rest] = arn.split(":");
    const resource = rest.join(":");
    switch (service) {
      case "kms":
        return stringAt(
          await this.client.json("kms", region, "TrentService.GetKeyPolicy", { KeyId: arn, PolicyName: "default" }),
          "Policy",
        );
      case "s3":
        return this.client.text("s3", "us-east-1", `/${resource}?policy`);
      case "secretsmanager":
        return stringAt(await this.secret(arn, "GetResourcePolicy"), "ResourcePolicy");
      case "sqs":
        return this.queueAttribute(arn, "Policy");
      case "sns":
        return this.topicAttribute(arn, "Policy");
      case "ecr": {
        const target = "AmazonEC2ContainerRegistry_V20150921.GetRepositoryPolicy";
        return stringAt(
          await this.client.json("ecr", region, target, { repositoryName: resource.replace("repository/", "") }),
          "policyText",
        );
      }
      case "lambda": {
        const name = resource.replace("function:", "");
        const path = `/2015-03-31/functions/${encodeURIComponent(name)}/policy`;
        return stringAt(parseObject(await this.client.text("lambda", region, path)) ?? {}, "Policy");
      }
      case "backup": {
        if (!resource.startsWith("backup-vault:")) return undefined;
        const path = `/backup-vaults/${resource.replace("backup-vault:", "")}/access-policy`;
        return stringAt(parseObject(await this.client.text("backup", region, path)) ?? {}, "Policy");
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
      const policy = elementAt(await this.client.iam("GetPolicy", { PolicyArn }), "Policy");
      const VersionId = textAt(policy, "DefaultVersionId") ?? "v1";
      const version = elementAt(await this.client.iam("GetPolicyVersion", { PolicyArn, VersionId }), "PolicyVersion");
      return readPolicy(nameOf(PolicyArn), decodeURIComponent(textAt(version, "Document") ?? ""));
    });
  }

  private role(RoleName: string): Promise<XmlElement> {
    const arn = `arn:aws:iam::${this.account}:role/${RoleName}`;
    return this.keep("role", arn, async () => elementAt(await this.client.iam("GetRole", { RoleName }), "Role"));
  }

  private secret(arn: string, operation: string): Promise<JsonObject> {
    // A secret that is asked for by its name has no six characters at the end.
    const SecretId = arn.endsWith("-??????") ? (arn.split(":secret:")[1] ?? "").replace(/-\?+$/, "") : arn;
    return this.keep(operation, arn, () =>
      this.client.json("secretsmanager", regionOf(arn), `secretsmanager.${operation}`, { SecretId }),
    );
  }

  private keep<T>(kind: string, arn: string, read: () => Promise<T>): Promise<T> {
    const key = `${kind} ${arn}`;
    const kept = this.#kept.get(key) ?? read();
    this.#kept.set(key, kept);
    return kept as Promise<T>;
  }
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
