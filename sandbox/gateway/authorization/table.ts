import type { AwsRequest } from "../request";
import { Call, type Facts } from "./call";
import type { RequestContext } from "./evaluator/patterns";
import { Untold } from "./untold";

/** A right that a request needs: an action on a resource. */
export interface Need {
  /** Such as `ec2:CreateVpc`. */
  readonly action: string;
  /** An ARN; `*` for an action that takes none. */
  readonly resource: string;
  /** Condition keys that only this action has, such as `iam:PassedToService`; names in lower case. */
  readonly context?: RequestContext;
  /** The AWS service that needs it to do what the caller asked it for, such as `rds`. */
  readonly via?: string;
  /** ARN of a role that needs it in the caller's place, such as that of a function whose queue is being attached. */
  readonly as?: string;
  /** An AWS service that needs it itself, such as CloudWatch Logs of the key of a log group. */
  readonly by?: string;
  /** How the service refuses when the right is missing, where it has its own words for it. */
  readonly refused?: { readonly code: string; readonly message: string };
  /** For what is made once in an account: nothing is needed when the resource is there. */
  readonly unlessExists?: true;
}

/** Tells what rights a call needs. */
export type Rule = (call: Call) => readonly Need[] | Promise<readonly Need[]>;

/** The ARNs of what a call is about. */
export type Target = (call: Call) => readonly string[] | Promise<readonly string[]>;

/** What the requests of one AWS service need, as its page in the Service Authorization Reference says. */
export interface ServiceTable {
  /** Signing name in the SigV4 credential scope. */
  readonly name: string;
  /** IAM's prefix of its actions. */
  readonly prefix: string;
  /** For the REST protocols: the operation of a method and path, such as `GET /clusters/{name}`. */
  readonly routes: readonly OperationRoute[];
  readonly operations: Readonly<Record<string, Rule>>;
}

interface OperationRoute {
  readonly method: string;
  readonly expression: RegExp;
  readonly queryKeys: readonly string[];
  readonly operation: string;
}

/**
 * Makes the table of a service.
 * @param routes for the REST protocols the operation by method and path; `{name+}` takes slashes too, `?key` asks for a
 * key of the query string, `?key=value` for its value. The first that fits is taken
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function serviceTable(
  { name, prefix = name }: { readonly name: string; readonly prefix?: string },
  operations: Readonly<Record<string, Rule>>,
  routes: Readonly<Record<string, string>> = {},
): ServiceTable {
  return {
    name,
    prefix,
    operations,
    routes: Object.entries(routes).map(([key, operation]) => operationRoute(key, operation)),
  };
}

function operationRoute(key: string, operation: string): OperationRoute {
  const [method = "", pattern = ""] = key.split(" ");
  const [path = "", query] = pattern.split("?");
  const source = path.replace(
    /\{(\w+)(\+?)\}/g,
    (_, name: string, all: string) => `(?<${name}>${all ? ".+" : "[^/]+"})`,
  );
  return { method, expression: new RegExp(`^/*${source}/*$`), queryKeys: query?.split("&") ?? [], operation };
}

/** The call that a request is, with the rule for it. @throws Untold when no table has it */
export function findRule(
  tables: readonly ServiceTable[],
  request: AwsRequest,
  account: string,
  facts: Facts,
): { readonly call: Call; readonly rule: Rule } {
  const table = tables.find(({ name }) => name === request.service);
  if (table === undefined) throw new Untold(request, "got a service without a table");
  const { operation, values } = operationOf(table, request);
  const rule = table.operations[operation];
  if (rule === undefined) throw new Untold(request, "got an operation that its table lacks");
  return { call: new Call(request, operation, values, table.prefix, account, facts), rule };
}

function operationOf({ routes }: ServiceTable, request: AwsRequest) {
  const { protocol, method, path, query, action } = request;
  if (!protocol.startsWith("rest")) return { operation: action, values: {} };
  for (const { method: wanted, expression, queryKeys, operation } of routes) {
    if (method !== wanted || !queryKeys.every((key) => hasKey(query, key))) continue;
    const match = expression.exec(path);
    if (match === null) continue;
    const values = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operation, values: Object.fromEntries(values) as Record<string, string> };
  }
  return { operation: "", values: {} };
}

function hasKey(query: URLSearchParams, key: string): boolean {
  const [name = "", value] = key.split("=");
  return value === undefined ? query.has(name) : query.get(name) === value;
}

/** No resource: the action takes none. */
export const any: Target = () => ["*"];

/** What differs in an ARN: an empty region for a global service, an empty account for what AWS shares. */
interface Place {
  readonly service?: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * An ARN of the service in the request's region and account, by a template such as `role/{RoleName}`. A name with `*`,
 * as in `db:{DBInstanceIdentifier*}`, stands for all where the request does not have it. A parameter that holds an ARN
 * is the ARN.
 */
export function arn(template: string, place: Place = {}): Target {
  return (call) => {
    let whole: string | undefined;
    const resource = template.replace(/\{(\w+)(\*?)\}/g, (_, name: string, optional: string) => {
      const value = optional === "*" ? (call.text(name) ?? "*") : call.required(name);
      if (value.startsWith("arn:")) whole = value;
      return value;
    });
    return [whole ?? arnOf(call, resource, place)];
  };
}

/** The ARNs of a list of names, by a template in which `{}` stands for each. */
export function arns(template: string, ...path: readonly string[]): Target {
  return (call) =>
    call.texts(...path).map((name) => (name.startsWith("arn:") ? name : arnOf(call, template.replace("{}", name))));
}

/** Targets together, such as a subnet and its VPC: the action is needed on each. */
export function both(...targets: readonly Target[]): Target {
  return async (call) => (await Promise.all(targets.map((target) => target(call)))).flat();
}

/** A target of requests that have a parameter. */
export function ifGiven(name: string, target: Target): Target {
  return (call) => (call.text(name) ? target(call) : []);
}

/** The ARN of a resource of a call's service, region and account. */
export function arnOf(
  call: Call,
  resource: string,
  { region = call.region, account = call.account, service = call.prefix }: Place = {},
): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** The ARN that a parameter holds. */
export function arnIn(...path: readonly string[]): Target {
  return (call) => [call.required(...path)];
}

/** The rule that a call needs the action of its own name on its target. */
export function on(target: Target, action?: string): Rule {
  return async (call) => {
    const resources = await target(call);
    return resources.map((resource) => ({ action: `${call.prefix}:${action ?? call.operation}`, resource }));
  };
}

/** The same rule for several operations. */
export function each(rule: Rule, ...operations: readonly string[]): Record<string, Rule> {
  return Object.fromEntries(operations.map((operation) => [operation, rule]));
}

/** All rules together. */
export function all(...rules: readonly Rule[]): Rule {
  return async (call) => (await Promise.all(rules.map((rule) => rule(call)))).flat();
}

/** The rule that what is made with tags takes the right to tag it, too. */
export function created(target: Target, tagAction = "TagResource"): Rule {
  return all(on(target), whenTagged(on(target, tagAction)));
}

/** A rule for requests with tags only. */
export function whenTagged(rule: Rule): Rule {
  return (call) => (Object.keys(call.tags).length > 0 ? rule(call) : []);
}

/**
 * The right to hand a role to a service.
 * @param service the principal that will assume the role
 * @param role ARN of the role, none when the request gives none
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRole(service: string, role: string | undefined): Need[] {
  if (role === undefined || role === "") return [];
  return [{ action: "iam:PassRole", resource: role, context: { "iam:passedtoservice": service } }];
}

/** The right to hand over the role in a parameter. */
export function passes(service: string, ...path: readonly string[]): Rule {
  return (call) => passRole(service, call.text(...path));
}
