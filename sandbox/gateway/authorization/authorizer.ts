import type { AwsRequest } from "../request";
import type { Answer } from "../responses";
import { elementAt, parseXml, textAt } from "../xml";
import { AccountClient, type Ask } from "./account-client";
import { AccountReader } from "./account-reader";
import type { Call } from "./call";
import { hasEnded } from "./ended-calls";
import { type Access, decide, type Policies, type Principal, type Verdict } from "./evaluator/decide";
import type { Policy } from "./evaluator/document";
import type { RequestContext } from "./evaluator/patterns";
import { onBehalf } from "./on-behalf/index";
import { Principals, roleOf, servicePrincipal } from "./principals";
import { refusal } from "./refusal";
import { tables } from "./services/index";
import { findRule, type Need } from "./table";

/** One decision, as it is recorded. */
export interface Decision {
  /** ARN of the role, user or service. */
  readonly identity: string;
  readonly access: Access;
  readonly allowed: boolean;
}

/** How requests are authorized. */
export interface AuthorizationOptions {
  /** ARNs of identities of other accounts, such as a pipeline's, by the access key that each uses here. */
  readonly outsiders?: Readonly<Record<string, string>>;
  /** Gets each decision, with the policies that it was made by. */
  readonly record?: (decision: Decision, policies: Policies) => void;
}

/** Says what became of a request that was authorized. */
export type Done = (answer: Answer) => void;

/**
 * Authorizes requests as AWS does: the caller needs each action that the request stands for, and AWS what it does on the
 * caller's behalf. What was created in the local AWS decides: roles, their policies and boundaries, policies of resources.
 */
export class Authorizer {
  private readonly reader: AccountReader;
  private readonly principals: Principals;
  private readonly linkedRoles = new Set<string>();

  constructor(
    ask: Ask,
    private readonly account: string,
    private readonly options: AuthorizationOptions = {},
  ) {
    this.reader = new AccountReader(new AccountClient(ask), account);
    this.principals = new Principals(account, options.outsiders);
  }

  /**
   * Lets a request pass.
   * @returns what must be called with the answer
   * @throws AwsError with AWS's own refusal @throws Untold when it is not known what the request needs
   */
  async authorize(request: AwsRequest): Promise<Done> {
    const caller = this.principals.of(request);
    const { call, rule } = findRule(tables, request, this.account, this.reader);
    if (hasEnded(call)) return () => {};
    const needs = [...(await rule(call)), ...(await onBehalf(call))];
    for (const need of needs) {
      if (need.unlessExists && this.linkedRoles.has(need.resource)) continue;
      const principal = principalOf(need, caller);
      const verdict = await this.decide(call, need, principal);
      if (!verdict.allowed) throw refusal(request, principal, need, verdict.reason);
    }
    return (answer) => {
      if (answer.status < 300) this.succeeded(call, needs, answer);
    };
  }

  /** Who has signed a request. @throws AwsError for an access key that nobody has */
  callerOf(request: AwsRequest): Principal {
    return this.principals.of(request);
  }

  /**
   * Whether AWS would let a service, or a role at work, have what it needs when it delivers. Nothing is done.
   * @param region where it happens, for a resource whose ARN has no region
   */
  async wouldAllow(need: Need, region: string): Promise<Verdict> {
    const principal = principalOf(need);
    return this.decide({ account: this.account, region, tags: {} }, need, principal);
  }

  /** Forgets everything, as the local AWS has. */
  clear(): void {
    this.reader.clear();
    this.linkedRoles.clear();
  }

  private async decide(call: Asking, need: Need, principal: Principal): Promise<Verdict> {
    const policies = await this.policiesFor(need, principal);
    const context = {
      ...contextOf(call, need, principal),
      ...(await this.resourceTags(need.resource, policies)),
      ...need.context,
    };
    const access = { action: need.action, resource: need.resource, context };
    const verdict = decide(access, principal, policies);
    this.options.record?.({ identity: principal.id, access, allowed: verdict.allowed }, policies);
    return verdict;
  }

  private async policiesFor({ action, resource }: Need, principal: Principal): Promise<Policies> {
    const own = principal.kind === "role" ? await this.reader.identityOf(principal.id) : { identity: [] };
    const isTrust = action.startsWith("sts:");
    // The policy of a resource that has no name yet does not exist, and IAM's own resources have none but for trust.
    const hasPolicy = !resource.includes("*") && (isTrust || !resource.startsWith("arn:aws:iam:"));
    const policy = hasPolicy ? await this.reader.resourcePolicy(policyHolder(resource)) : undefined;
    const isKey = hasPolicy && /^arn:aws:kms:[^:]*:[^:]*:key\//.test(resource);
    return {
      ...own,
      ...(policy === undefined ? {} : { resource: policy }),
      ...(isTrust ? { resourceDecides: "trust" } : isKey ? { resourceDecides: "key" } : {}),
    };
  }

  /** The tags of a resource, where a policy asks for them. */
  private async resourceTags(resource: string, { identity, resource: own }: Policies): Promise<RequestContext> {
    const asking = [...identity, ...(own === undefined ? [] : [own])].some(asksForTags);
    // In the place of an Auto Scaling group's UUID a star stands for the one that has the name.
    if (!asking || resource.replace("autoScalingGroup:*:", "").includes("*")) return {};
    return tagContext("aws:resourcetag", await this.reader.tagsOf(resource));
  }

  private succeeded(call: Call, needs: readonly Need[], answer: Answer): void {
    for (const { action, resource, unlessExists } of needs) {
      if (unlessExists) this.linkedRoles.add(resource);
      if (!/:(?:Get|List|Describe)|^kms:(?:Decrypt|GenerateDataKey)$|^iam:PassRole$/.test(action))
        this.reader.forget(policyHolder(resource));
    }
    const { operation } = call;
    if (operation !== "AssumeRole" && operation !== "AssumeRoleWithWebIdentity") return;
    const result = elementAt(parseXml(answer.body.toString()), `${operation}Response`, `${operation}Result`);
    const accessKey = textAt(elementAt(result, "Credentials"), "AccessKeyId") ?? "";
    this.principals.addSession(
      accessKey,
      call.required("RoleArn"),
      textAt(elementAt(result, "AssumedRoleUser"), "Arn") ?? "",
    );
  }
}

/** What of a call decides besides its needs. */
type Asking = Pick<Call, "account" | "region" | "tags">;

function principalOf({ as, by }: Need, caller?: Principal): Principal {
  if (as !== undefined) return roleOf(as);
  if (by !== undefined) return servicePrincipal(by);
  if (caller !== undefined) return caller;
  throw new Error("need: must name a service or a role that needs it, got neither");
}

/**
 * What every request says of itself.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function contextOf(call: Asking, { resource, via, as }: Need, { id, kind }: Principal): RequestContext {
  const region = resource.split(":")[3] || call.region;
  const { account } = call;
  return {
    "aws:requestedregion": region,
    "aws:securetransport": "true",
    "aws:principalisawsservice": String(kind === "service"),
    ...(kind === "service" ? sourceAccount(account, id, resource) : { "aws:principalarn": id }),
    ...(resource.startsWith("arn:aws:kms:") ? { "kms:calleraccount": account } : {}),
    "aws:viaawsservice": String(via !== undefined),
    ...(via === undefined
      ? {}
      : { "aws:calledvia": [`${via}.amazonaws.com`], "kms:viaservice": `${via}.${region}.amazonaws.com` }),
    ...(via === undefined && as === undefined ? requestTags(call.tags) : {}),
  };
}

/**
 * The account that a service acts for. EventBridge tells it neither to a topic nor to KMS.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function sourceAccount(account: string, service: string, resource: string): RequestContext {
  const isUntold = service === "events.amazonaws.com" && /^arn:aws:(?:kms|sns):/.test(resource);
  return isUntold ? {} : { "aws:sourceaccount": account };
}

function requestTags(tags: Readonly<Record<string, string>>): RequestContext {
  const keys = Object.keys(tags);
  return keys.length === 0 ? {} : { "aws:tagkeys": keys, ...tagContext("aws:requesttag", tags) };
}

function tagContext(prefix: string, tags: Readonly<Record<string, string>>): RequestContext {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key.toLowerCase()}`, value]));
}

function asksForTags({ statements }: Policy): boolean {
  return statements.some(({ conditions }) => conditions.some(({ key }) => key.startsWith("aws:resourcetag/")));
}

/** What a resource's policy is on: an object's is its bucket's. */
function policyHolder(resource: string): string {
  return resource.startsWith("arn:aws:s3:::") ? (resource.split("/")[0] ?? resource) : resource;
}
