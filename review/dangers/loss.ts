import { GUARDIANS, HOLDERS, SAFETIES } from "../facts/holders";
import type { Finding } from "../finding";
import { argumentOf, type Causes } from "../plan/causes";
import type { PlannedChange } from "../plan/planned-change";
import { at, brief, entryOf, listAt, numberAt, type Values } from "../plan/values";

/** Finds what a change loses: data, or what keeps data from being lost. */
export function lossFindings(change: PlannedChange, causes: Causes): Finding[] {
  const { address, type, action } = change;
  const gone = action === "delete" || action === "replace";
  if (gone && entryOf(HOLDERS, type) !== undefined) return [destruction(change, causes)];
  if (gone && action === "delete" && entryOf(GUARDIANS, type) !== undefined && causes.causeOf(change) === undefined) {
    return [{ danger: "loss", address, text: `is removed: ${GUARDIANS[type]}`, details: [] }];
  }
  if (action !== "update") return [];
  const weakened = SAFETIES.filter((safety) => safety.type === type).flatMap(({ path, worse, says }) => {
    const [before, after] = [at(change.before, path), at(change.after, path)];
    return worse(before, after) ? [`${says} (${path}: ${brief(before)} -> ${brief(after)})`] : [];
  });
  return [...weakened, ...shorterKeeping(change)].map((text) => ({ danger: "loss", address, text, details: [] }));
}

function destruction(change: PlannedChange, causes: Causes): Finding {
  const { address, type, before, action, createdFirst } = change;
  const { holds, guards } = entryOf(HOLDERS, type) ?? { holds: "", guards: [] };
  const replaced = createdFirst
    ? "REPLACED, its successor is made before"
    : "REPLACED, destroyed BEFORE its successor is made";
  const told = guards.flatMap(({ path, is, says }) => (at(before, path) === is ? [says] : []));
  const notes = [...new Set([...(action === "replace" ? [reasonOf(change, causes)] : []), ...told])];
  return {
    danger: "loss",
    address,
    text: `${action === "replace" ? replaced : "DESTROYED"}: ${[holds, ...notes].join("; ")}`,
    details: [],
  };
}

/** The one attribute that forces a replacement, and where its value comes from. */
export function reasonOf(change: PlannedChange, causes: Causes): string {
  const forced = change.differences.filter(({ forced }) => forced);
  const known = forced.find(({ unknown }) => !unknown) ?? forced[0];
  if (known === undefined)
    return entryOf(REASONS, change.reason ?? "") ?? change.reason ?? "Terraform does not say why";
  const [source] = causes.sourcesOf(change, known.path);
  if (known.unknown && source !== undefined) return `${argumentOf(known.path)} comes from ${source.address}`;
  const values = known.sensitive
    ? "sensitive"
    : `${brief(known.before, 50)} -> ${known.unknown ? "known after apply" : brief(known.after, 50)}`;
  return `${known.path} forces it: ${values}`;
}

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "it is tainted: an earlier apply failed on it, or someone marked it",
  replace_by_request: "it was asked for with -replace",
  replace_by_triggers: "replace_triggered_by asks for it",
};

/** Rules that delete what is kept, earlier than before. */
function shorterKeeping({ type, before, after }: PlannedChange): string[] {
  if (type === "aws_s3_bucket_lifecycle_configuration") {
    return sooner(daysOf(before, "rule", expiries), daysOf(after, "rule", expiries), "deletes objects sooner");
  }
  if (type === "aws_backup_plan") {
    const days = (rule: Values) => [["delete_after", numberAt(rule, "lifecycle.delete_after") ?? 0] as const];
    return sooner(
      daysOf(before, "rule", days, "rule_name"),
      daysOf(after, "rule", days, "rule_name"),
      "keeps backups shorter",
    );
  }
  return [];
}

type Days = ReadonlyMap<string, number>;

function expiries(rule: Values): (readonly [string, number])[] {
  return [
    ["expiration", numberAt(rule, "expiration.days") ?? 0] as const,
    ["noncurrent_version_expiration", numberAt(rule, "noncurrent_version_expiration.noncurrent_days") ?? 0] as const,
  ];
}

/** The days after which each rule deletes, by the rule's name and what it deletes. */
function daysOf(
  values: Values,
  list: string,
  days: (rule: Values) => readonly (readonly [string, number])[],
  name = "id",
): Days {
  return new Map(
    listAt(values, list).flatMap((rule) =>
      typeof rule !== "object" || rule === null
        ? []
        : days(rule as Values).flatMap(([what, count]): [string, number][] =>
            count > 0 ? [[`${brief((rule as Values)[name])} ${what}`, count]] : [],
          ),
    ),
  );
}

function sooner(before: Days, after: Days, says: string): string[] {
  return [...after].flatMap(([what, days]) => {
    const earlier = before.get(what);
    return earlier !== undefined && days < earlier ? [`${says} (${what}: ${earlier} -> ${days} days)`] : [];
  });
}
