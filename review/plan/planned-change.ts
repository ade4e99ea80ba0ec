import { type Action, actionOf, type Difference, differencesOf } from "../../scripts/drift";
import type { PlanDocument, ResourceChangeDocument } from "../../scripts/plan-document";
import { Redaction } from "./redaction";
import { References } from "./references";
import { isEmpty, type Values } from "./values";

/** Effect of a plan on one resource, without any sensitive value. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** The action on it; `none` for one that stays as it is. */
  readonly action: Action | "none";
  /** A replacement whose successor is there before the old one goes. */
  readonly createdFirst: boolean;
  /** The resource before, empty for one that is created. */
  readonly before: Values;
  /** The resource after, as far as the plan knows; empty for one that is destroyed. */
  readonly after: Values;
  /** Every attribute that differs, for an update or a replacement. */
  readonly differences: readonly Difference[];
  /** Terraform's reason, where the values do not tell it, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  /** Its address before it moved. */
  readonly previousAddress: string | undefined;
  /** The id at AWS under which it comes under Terraform. */
  readonly importedId: string | undefined;
  readonly region: string | undefined;
}

/** A plan as a review reads it. */
export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** Every managed resource after the apply, changed or not. */
  readonly resources: readonly PlannedChange[];
  /** Changes that someone made by hand since the last apply. */
  readonly drift: readonly PlannedChange[];
  readonly outputs: readonly { readonly name: string; readonly action: Action }[];
  /** Complaints of the configuration's checks. */
  readonly failedChecks: readonly string[];
  readonly references: References;
  /** Tells whether an apply would do anything. */
  readonly applyable: boolean;
}

/** Reads `terraform show -json <plan>`. From here on no sensitive value is at hand. */
export function readPlan(document: PlanDocument): Plan {
  const redaction = new Redaction(document);
  const references = new References(document);
  const read = (change: ResourceChangeDocument) => plannedChange(change, redaction, references);
  const resources = (document.resource_changes ?? []).filter(({ mode }) => mode !== "data").flatMap(read);
  const outputs = Object.entries(document.output_changes ?? {}).flatMap(([name, change]) => {
    const action = actionOf(change);
    return action === undefined ? [] : [{ name: redaction.text(name), action }];
  });
  const changes = resources.filter(({ action }) => action !== "none");
  return {
    changes,
    resources,
    drift: (document.resource_drift ?? []).flatMap(read),
    outputs,
    failedChecks: failedChecks(document).map((text) => redaction.text(text)),
    references,
    applyable: document.applyable ?? (changes.length > 0 || outputs.length > 0),
  };
}

function plannedChange(
  { address, type, name, change, previous_address, action_reason }: ResourceChangeDocument,
  redaction: Redaction,
  references: References,
): PlannedChange[] {
  if (typeof address !== "string" || !Array.isArray(change?.actions)) return [];
  const action = actionOf(change, previous_address);
  const [ownType = "", ownName = ""] = address.split(".").slice(-2);
  const values = (value: unknown, marks: unknown): Values => {
    const redacted = redaction.redact(value, marks);
    return typeof redacted === "object" && redacted !== null ? (redacted as Values) : {};
  };
  return [
    {
      address: redaction.text(address),
      type: type ?? ownType,
      name: name ?? ownName,
      action: action ?? "none",
      createdFirst: change.actions[0] === "create",
      before: values(change.before, change.before_sensitive),
      after: values(change.after, change.after_sensitive),
      differences:
        action === undefined || action === "create" || action === "delete"
          ? []
          : differencesOf(change)
              .filter(says)
              .map((difference) => redacted(difference, redaction)),
      reason: action_reason,
      previousAddress: previous_address,
      importedId: change.importing?.id === undefined ? undefined : redaction.text(String(change.importing.id)),
      region: references.region(address),
    },
  ];
}

/** Tells whether a difference says anything: Terraform writes what is left out in several ways. */
function says({ before, after, unknown, sensitive, forced }: Difference): boolean {
  const nothing = [before, after].some((value) => value === null || value === undefined);
  const silent = (value: unknown) => isEmpty(value) || (nothing && (value === 0 || value === false));
  return unknown || sensitive || forced || !(silent(before) && silent(after));
}

function redacted(difference: Difference, redaction: Redaction): Difference {
  const path = redaction.text(difference.path);
  if (difference.sensitive || redaction.hides(difference.path)) {
    const { unknown, forced } = difference;
    return { path, unknown, forced, sensitive: true };
  }
  const { before, after } = difference;
  return {
    ...difference,
    path,
    before: redaction.redact(before, undefined),
    after: redaction.redact(after, undefined),
  };
}

function failedChecks({ checks = [] }: PlanDocument): string[] {
  return checks.flatMap(({ address, status, instances = [] }) => {
    if (status !== "fail" && status !== "error") return [];
    const messages = instances.flatMap(({ problems = [] }) => problems.flatMap(({ message }) => message ?? []));
    return [`${address?.to_display ?? "a check"} fails${messages.length === 0 ? "" : `: ${messages.join("; ")}`}`];
  });
}
