import { Failure } from "../../scripts/failure";
import type { Question } from "../gateway/dispatch";

/** What a resource is, as the state has it: strings, numbers, lists, and blocks as lists of objects. */
export type Values = Readonly<Record<string, unknown>>;

/** A resource that stands. */
export interface Standing {
  readonly type: string;
  readonly values: Values;
}

/** Something that AWS does at work because of a resource, when nobody's request is there to be refused. */
export interface Delivery {
  /** Type of the Terraform resources that bring it about. */
  readonly of: string;
  readonly needs: (values: Values, account: Account) => readonly Question[];
  /** Where AWS says what it needs. */
  readonly source: string;
}

/** The resources of a root, and those of an account to look others up in. */
export class Account {
  /**
   * @param id the account, 12 digits
   * @param region the one of resources that have none in their ARN
   * @param standing the resources of the root
   * @param beside resources of other roots
   */
  constructor(
    readonly id: string,
    readonly region: string,
    readonly standing: readonly Standing[],
    private readonly beside: readonly Standing[] = [],
  ) {}

  /** The values of all resources of a type. */
  all(type: string): readonly Values[] {
    return [...this.standing, ...this.beside].filter((each) => each.type === type).map(({ values }) => values);
  }

  /** The values of the resource of a type that has a value; undefined where none stands. */
  find(type: string, name: string, value: unknown): Values | undefined {
    const is = (each: Standing) => each.type === type && each.values[name] === value;
    return (this.standing.find(is) ?? this.beside.find(is))?.values;
  }
}

/** A text of a resource; empty where it has none. */
export function text(values: Values | undefined, name: string): string {
  const value = values?.[name];
  return typeof value === "string" ? value : "";
}

/** The blocks of a resource by a name. */
export function blocks(values: Values | undefined, name: string): readonly Values[] {
  const value = values?.[name];
  return Array.isArray(value) ? (value as readonly Values[]) : [];
}

/** The strings of a list or set. */
export function texts(values: Values | undefined, name: string): readonly string[] {
  const value = values?.[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The part of an ARN that says where, or another region. */
export function regionOf(arn: string, otherwise: string): string {
  return arn.split(":")[3] || otherwise;
}

/** Who needs something: an AWS service by itself, or a role that a service has assumed. */
export type Actor = { readonly by: string } | { readonly as: string };

/** The questions whether an actor may do actions on a resource. */
export function ask(
  account: Account,
  actor: Actor,
  resource: string,
  actions: readonly string[],
  context: Readonly<Record<string, string>> = {},
): Question[] {
  if (resource === "") return [];
  const region = regionOf(resource, account.region);
  return actions.map((action) => ({ need: { ...actor, action, resource, context }, region }));
}

/** A delivery of which nobody has said what it takes. It fails the run: what is not judged is not allowed. @throws Failure always */
export function untold(type: string, got: string): never {
  throw new Failure(`${type}: must be told what it takes at work, got ${got}; teach it in sandbox/at-work`);
}

/** The questions whether a service may assume the role that it was given. */
export function assume(
  account: Account,
  by: string,
  role: string,
  context: Readonly<Record<string, string>> = {},
  actions: readonly string[] = ["sts:AssumeRole"],
): Question[] {
  return ask(account, { by }, role, actions, context);
}
