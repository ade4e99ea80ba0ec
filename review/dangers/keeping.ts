import type { PlannedChange } from "../plan/planned-change";
import { at, brief, isEmpty, listAt, numberAt, textAt, textOf, type Values } from "../plan/values";

/** Finds rules that delete what is kept, earlier than before or at all, and backups that are made no more. */
export function shorterKeeping({ type, before, after }: PlannedChange): string[] {
  switch (type) {
    case "aws_s3_bucket_lifecycle_configuration":
      return sooner(expiries(before), expiries(after), "objects", " days");
    case "aws_ecr_lifecycle_policy":
      return sooner(imageLimits(before), imageLimits(after), "images", "");
    case "aws_backup_plan":
      return fewerBackups(before, after);
    default:
      return [];
  }
}

/** A rule that deletes what is kept. */
interface Limit {
  /** The rule's name, with what it deletes. */
  readonly name: string;
  /** Decides with `reach` whether two rules delete the same; it is empty for all that there is. */
  readonly what: string;
  readonly reach: string;
  /** The days that it keeps, or how many. */
  readonly keeps: number;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
function expiries(values: Values): Limit[] {
  return rulesOf(listAt(values, "rule")).flatMap((rule) => {
    if (textAt(rule, "status") !== "Enabled") return [];
    const scope = [rule.filter, rule.prefix];
    return [
      limit(rule.id, "expiration", scope, numberAt(rule, "expiration.days")),
      limit(
        rule.id,
        "noncurrent_version_expiration",
        [...scope, at(rule, "noncurrent_version_expiration.newer_noncurrent_versions")],
        numberAt(rule, "noncurrent_version_expiration.noncurrent_days"),
      ),
    ].flat();
  });
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function imageLimits(values: Values): Limit[] {
  return rulesOf(jsonRules(textAt(values, "policy"))).flatMap((rule) => {
    const { countType, countNumber, ...scope } = (at(rule, "selection") ?? {}) as Values;
    return limit(`rule ${textOf(rule.rulePriority)}`, textOf(countType), scope, Number(countNumber));
  });
}

function jsonRules(policy: string): readonly unknown[] {
  try {
    return listAt(JSON.parse(policy) as Values, "rules");
  } catch {
    return [];
  }
}

function limit(rule: unknown, what: string, scope: unknown, keeps: number | undefined): Limit[] {
  if (keeps === undefined || !(keeps > 0)) return [];
  return [{ name: `${brief(rule)} ${what}`, what, reach: isEmpty(scope) ? "" : JSON.stringify(filled(scope)), keeps }];
}

/** A value without what is left out, which Terraform writes in more than one way. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isEmpty(item)).map(filled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isEmpty(item))
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, item]) => [key, filled(item)]),
  );
}

function sooner(before: readonly Limit[], after: readonly Limit[], things: string, unit: string): string[] {
  return after.flatMap(({ name, what, reach, keeps }) => {
    const alike = before.filter((one) => one.what === what && (one.reach === reach || one.reach === ""));
    if (alike.some((one) => one.keeps <= keeps)) return [];
    const earlier = alike.find((one) => one.name === name && one.reach === reach);
    return earlier === undefined
      ? [`deletes ${things} that were kept (${name}: ${keeps}${unit})`]
      : [`deletes ${things} sooner (${name}: ${earlier.keeps} -> ${keeps}${unit})`];
  });
}

function fewerBackups(before: Values, after: Values): string[] {
  const now = new Map(rulesOf(listAt(after, "rule")).map((rule) => [textAt(rule, "rule_name"), rule]));
  return rulesOf(listAt(before, "rule")).flatMap((rule) => {
    const name = textAt(rule, "rule_name");
    const next = now.get(name);
    if (next === undefined) return [`makes no backups any more (${name})`];
    const uncopied = listAt(rule, "copy_action").length > listAt(next, "copy_action").length;
    return [
      ...shorter(rule, next, name, "lifecycle", "backups"),
      ...shorter(rule, next, name, "copy_action.lifecycle", "copies of backups"),
      ...(uncopied ? [`copies backups to fewer vaults (${name})`] : []),
    ];
  });
}

function shorter(before: Values, after: Values, name: string, path: string, things: string): string[] {
  const [earlier, days] = [numberAt(before, `${path}.delete_after`), numberAt(after, `${path}.delete_after`)];
  if (earlier === undefined || days === undefined || days === 0 || (earlier !== 0 && days >= earlier)) return [];
  return [`keeps ${things} shorter (${name} delete_after: ${earlier === 0 ? "never" : earlier} -> ${days} days)`];
}

function rulesOf(rules: readonly unknown[]): Values[] {
  return rules.filter((rule): rule is Values => typeof rule === "object" && rule !== null);
}
