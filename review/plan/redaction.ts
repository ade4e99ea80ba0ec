import type { ChangeDocument, PlanDocument } from "../../scripts/plan-document";

/** Text in place of a sensitive value. */
export const SENSITIVE = "(sensitive)";

/** Shorter values are words that stand elsewhere by chance. */
const SHORTEST = 6;

/** Attributes whose content is a program or a document of someone else's: told as changed, never shown. */
const NEVER_SHOWN = new Set([
  "user_data",
  "user_data_base64",
  "user_data_replace_on_change",
  "custom_data",
  "secret_string",
]);

/** Takes sensitive values out of a plan's objects. */
export class Redaction {
  private readonly secrets: readonly string[];

  /** Learns the sensitive values of a plan: they are taken out also where no mark names them, such as in a policy. */
  constructor(plan: PlanDocument) {
    const found = new Set<string>();
    for (const change of changesOf(plan)) {
      collect(change.before, change.before_sensitive, found);
      collect(change.after, change.after_sensitive, found);
    }
    const declared = plan.configuration?.root_module?.variables ?? {};
    for (const [name, variable] of Object.entries(plan.variables ?? {})) {
      if (declared[name]?.sensitive === true) collect(variable.value, true, found);
    }
    const forms = [...found].flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    ]);
    this.secrets = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  /** A value without what its marks name, and without every other sensitive value of the plan. */
  redact(value: unknown, marks: unknown): unknown {
    if (marks === true) return value === null || value === undefined ? value : SENSITIVE;
    if (typeof value === "string") return this.text(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, index) => this.redact(item, child(marks, String(index))));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        this.text(key),
        NEVER_SHOWN.has(key) && item !== null ? SENSITIVE : this.redact(item, child(marks, key)),
      ]),
    );
  }

  /** A text without the sensitive values of the plan. */
  text(text: string): string {
    return this.secrets.reduce((left, secret) => left.replaceAll(secret, SENSITIVE), text);
  }

  /** Tells whether the value at a path is never shown, whatever its marks. */
  hides(path: string): boolean {
    return path.split(/[.[]/).some((key) => NEVER_SHOWN.has(key));
  }
}

function changesOf(plan: PlanDocument): readonly ChangeDocument[] {
  return [
    ...[...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])].map(({ change }) => change),
    ...Object.values(plan.output_changes ?? {}),
  ];
}

function collect(value: unknown, marks: unknown, found: Set<string>): void {
  if (typeof marks !== "object" && marks !== true) return;
  if (typeof value === "string") {
    if (marks === true && value.length >= SHORTEST) found.add(value);
  } else if (typeof value === "object" && value !== null && marks !== null) {
    for (const [key, item] of Object.entries(value)) collect(item, marks === true ? true : child(marks, key), found);
  }
}

function child(marks: unknown, key: string): unknown {
  if (typeof marks !== "object" || marks === null) return undefined;
  return Object.hasOwn(marks, key) ? (marks as Record<string, unknown>)[key] : undefined;
}
