import { isObject, type Json, type JsonObject } from "../json";
import type { AwsRequest, Form } from "../request";
import { parseXml } from "../xml";
import { Untold } from "./untold";

/** What a table needs to know of the account besides the request. */
export interface Facts {
  /** ARN of a role's permissions boundary. */
  boundaryOf(roleName: string): Promise<string | undefined>;
  /** ARN of a KMS key by its id, ARN or alias; undefined if there is none. */
  keyArn(key: string, region: string): Promise<string | undefined>;
  /** How a bucket encrypts objects by default; undefined with S3's own keys. */
  bucketKey(bucket: string): Promise<BucketKey | undefined>;
  /** The key that a secret is encrypted with, by the secret's ARN; undefined with Secrets Manager's own. */
  secretKey(arn: string): Promise<string | undefined>;
  /** An attribute of a queue, by the queue's ARN. */
  queueAttribute(arn: string, name: string): Promise<string | undefined>;
  /** An attribute of a topic, by its ARN. */
  topicAttribute(arn: string, name: string): Promise<string | undefined>;
  /** The audiences that an identity provider of the account knows, by its ARN; none where there is none. */
  audiencesOf(providerArn: string): Promise<readonly string[]>;
  /** ARN of the role that a function works as, by the function's name or ARN. */
  functionRole(name: string, region: string): Promise<string | undefined>;
}

/** The KMS key that a bucket encrypts objects with. */
export interface BucketKey {
  readonly arn: string;
  /** Whether S3 asks KMS for the bucket and not for each object. */
  readonly forBucket: boolean;
}

/** A request as the operation that it is, with its parameters in one form whatever the protocol. */
export class Call {
  readonly parameters: JsonObject;

  constructor(
    readonly request: AwsRequest,
    /** Name of the operation in AWS's API. */
    readonly operation: string,
    pathValues: Readonly<Record<string, string>>,
    /** IAM's prefix of the service. */
    readonly prefix: string,
    readonly account: string,
    readonly facts: Facts,
  ) {
    this.parameters = { ...Object.fromEntries(request.query), ...body(request), ...pathValues };
  }

  /** The region that the request is signed for. */
  get region(): string {
    return this.request.region;
  }

  /** A parameter that is a text; a path of names reaches into structures. */
  text(...path: readonly string[]): string | undefined {
    const value = this.value(...path);
    return typeof value === "string" ? value : undefined;
  }

  /** A parameter that the operation cannot be told without. @throws Untold when the request lacks it */
  required(...path: readonly string[]): string {
    const value = this.text(...path);
    if (value !== undefined && value !== "") return value;
    throw new Untold(this.request, `got no ${path.join(".")}`);
  }

  /** The items of a list, however the protocol wraps it. */
  items(...path: readonly string[]): readonly Json[] {
    return items(this.value(...path));
  }

  /** The texts of a list. */
  texts(...path: readonly string[]): string[] {
    return this.items(...path).filter((item): item is string => typeof item === "string");
  }

  /** Whether a parameter is true, in whatever way the protocol spells it. */
  isTrue(...path: readonly string[]): boolean {
    return String(this.value(...path)) === "true";
  }

  /** A header of the request. */
  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return typeof value === "string" ? value : undefined;
  }

  /** The tags that the request gives, by key. */
  get tags(): Readonly<Record<string, string>> {
    const lists = TAG_LISTS.flatMap((path) => [this.value(...path)]);
    const specified = this.items("TagSpecification").map((item) => (isObject(item) ? item.Tag : undefined));
    return Object.assign({}, ...[...lists, ...specified].map(tagsIn));
  }

  private value(...path: readonly string[]): Json {
    return path.reduce<Json>((value, name) => (isObject(value) ? value[name] : undefined), this.parameters);
  }
}

/** Where services have the tags of a request: a map, or a list of pairs. */
const TAG_LISTS = [
  ["Tags"],
  ["tags"],
  ["TagList"],
  ["ResourceTags"],
  ["BackupVaultTags"],
  ["BackupPlanTags"],
  ["Tagging", "TagSet"],
  ["ChangeTagsForResourceRequest", "AddTags"],
  ["DistributionConfigWithTags", "Tags", "Items"],
] as const;

function tagsIn(value: Json): Record<string, string> {
  const tags = items(value).filter(isObject);
  const pairs = tags.flatMap((tag) => {
    const key = tag.Key ?? tag.key ?? tag.TagKey;
    return typeof key === "string" ? [[key, String(tag.Value ?? tag.value ?? tag.TagValue ?? "")]] : [];
  });
  if (pairs.length > 0 || Array.isArray(value) || !isObject(value)) return Object.fromEntries(pairs);
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function items(value: Json): readonly Json[] {
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [value];
  // Query and XML wrap a list in an element of its own, such as `Tags.Tag.1` or `<TagSet><Tag>`.
  const [only, ...more] = Object.values(value);
  return only !== undefined && more.length === 0 && typeof only === "object" ? items(only) : [value];
}

function body(request: AwsRequest): JsonObject {
  switch (request.protocol) {
    case "query":
      return nested(request.form);
    case "rest-xml":
      return request.body.toString("utf8", 0, 500).trimStart().startsWith("<") ? xml(request.body) : {};
    default:
      return request.parameters;
  }
}

function xml(content: Buffer): JsonObject {
  return parseXml(content.toString()) as JsonObject;
}

/** The form of the query protocol as a tree: `Tags.Tag.1.Key=a` gives `{ Tags: { Tag: [{ Key: "a" }] } }`. */
function nested(form: Form): JsonObject {
  const tree: JsonObject = {};
  for (const [name, value] of Object.entries(form)) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    let node = tree;
    for (const part of path) {
      const child = node[part];
      const next = isObject(child) ? child : {};
      node[part] = next;
      node = next;
    }
    node[last] = value;
  }
  return withLists(tree);
}

function withLists(tree: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, isObject(value) ? listOrTree(withLists(value)) : value]),
  );
}

function listOrTree(tree: JsonObject): Json {
  return Object.keys(tree).every((key) => /^\d+$/.test(key)) ? Object.values(tree) : tree;
}
