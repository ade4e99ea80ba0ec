import { GUARDIANS, HOLDERS, SAFETIES } from "../facts/holders";
import type { Finding } from "../finding";
import { argumentOf, type Causes } from "../plan/causes";
import type { PlannedChange } from "../plan/planned-change";
import { at, brief, entryOf } from "../plan/values";
import { shorterKeeping } from "./keeping";

/** Finds what a change loses: data, or what keeps data from being lost. */
export function lossFindings(change: PlannedChange, causes: Causes): Finding[] {
  const { address, type, action } = change;
  const gone = action === "delete" || action === "replace";
  if (gone && entryOf(HOLDERS, type) !== undefined) return [destruction(change, causes)];
  if (gone && action === "delete" && entryOf(GUARDIANS, type) !== undefined && causes.causeOf(change) === undefined) {
    return [{ danger: "loss", address, text: `is removed: ${GUARDIANS[type]}`, details: [] }];
  }
  // A policy of a registry can only be replaced.
  const kept = action === "update" || action === "replace" ? shorterKeeping(change) : [];
  return [...(action === "update" ? weakened(change) : []), ...kept].map((text) => ({
    danger: "loss",
    address,
    text,
    details: [],
  }));
}

function weakened({ type, before, after }: PlannedChange): string[] {
  return SAFETIES.filter((safety) => safety.type === type).flatMap(({ path, worse, says }) => {
    const [earlier, later] = [at(before, path), at(after, path)];
    return worse(earlier, later) ? [`${says} (${path}: ${brief(earlier)} -> ${brief(later)})`] : [];
  });
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
