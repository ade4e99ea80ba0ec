import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ChangeDocument, ConfiguredResource, PlanDocument } from "../../scripts/plan-document";
import { PROJECT } from "../../scripts/synth";

/** Folder of the recorded plans, each with the review that is expected of it. */
export const PLANS = join(PROJECT, "tests", "review", "plans");

/** A recorded plan, as it was recorded. @param name of the edit */
export function readPlan(name: string): PlanDocument {
  const { base, resource_changes, configuration, ...plan } = read(name) as Packed;
  if (base === undefined) return { ...plan, resource_changes, configuration };
  const whole = read(base);
  return {
    ...plan,
    resource_changes: filled(resource_changes, whole.resource_changes ?? []),
    configuration: {
      ...configuration,
      root_module: {
        ...configuration.root_module,
        resources: filled(configuration.root_module.resources, whole.configuration?.root_module?.resources ?? []),
      },
    },
  };
}

/**
 * A plan as it is recorded: only what a review reads, and each sensitive value under a name that tests look for.
 * @param base the recorded plan that holds what this one has in common with it, by name
 */
export function packPlan(plan: PlanDocument, base?: string): Buffer {
  const whole = reduced(plan);
  if (base === undefined) return pack(whole);
  const { resource_changes = [], configuration } = read(base);
  const { root_module } = whole.configuration;
  return pack({
    ...whole,
    base,
    resource_changes: without(whole.resource_changes, resource_changes),
    configuration: {
      ...whole.configuration,
      root_module: {
        ...root_module,
        resources: without(root_module.resources, configuration?.root_module?.resources ?? []),
      },
    },
  });
}

/** Objects in a plan, some of them no more than their addresses: those are as in the base. */
type Packed = ReturnType<typeof reduced> & { readonly base?: string };

interface Addressed {
  readonly address: string;
}

function without<T extends Addressed>(items: readonly T[], base: readonly T[]): T[] {
  const known = new Map(base.map((item) => [item.address, JSON.stringify(item)]));
  return items.map((item) =>
    known.get(item.address) === JSON.stringify(item) ? ({ address: item.address } as T) : item,
  );
}

function filled<T extends Addressed>(items: readonly T[], base: readonly T[]): T[] {
  const known = new Map(base.map((item) => [item.address, item]));
  return items.map((item) => (Object.keys(item).length === 1 ? (known.get(item.address) ?? item) : item));
}

function read(name: string): PlanDocument {
  return JSON.parse(gunzipSync(readFileSync(join(PLANS, `${name}.json.gz`))).toString()) as PlanDocument;
}

function pack(plan: object): Buffer {
  return gzipSync(JSON.stringify(plan), { level: 9 });
}

/** Beginning of what stands for a sensitive value in a recorded plan. */
export const CANARY = "canary-of-";

function reduced(plan: PlanDocument) {
  const { resource_changes = [], output_changes = {}, resource_drift, checks, variables, configuration } = plan;
  const resources = configuration?.root_module?.resources ?? [];
  return {
    ...(plan.applyable === undefined ? {} : { applyable: plan.applyable }),
    resource_changes: resource_changes.map(({ change, ...resource }) => ({
      ...pick(resource, ["address", "mode", "type", "name", "previous_address", "action_reason"]),
      change: reducedChange(change),
    })),
    output_changes: Object.fromEntries(
      Object.entries(output_changes).flatMap(([name, change]) =>
        change.actions[0] === "no-op" ? [] : [[name, reducedChange(change)]],
      ),
    ),
    ...(resource_drift === undefined
      ? {}
      : {
          resource_drift: resource_drift.map(({ change, ...resource }) => ({
            ...pick(resource, ["address", "type", "name"]),
            change: reducedChange(change),
          })),
        }),
    ...(checks === undefined ? {} : { checks }),
    ...(variables === undefined ? {} : { variables }),
    configuration: {
      provider_config: Object.fromEntries(
        Object.entries(configuration?.provider_config ?? {}).map(([key, { expressions }]) => [
          key,
          { expressions: pick(expressions ?? {}, ["region"]) },
        ]),
      ),
      root_module: {
        ...pick(configuration?.root_module ?? {}, ["variables"]),
        resources: resources.map(reducedResource),
      },
    },
  };
}

/** An object that does not change keeps one copy of itself. */
function reducedChange(change: ChangeDocument): ChangeDocument {
  const { actions, before, after, after_unknown, before_sensitive, after_sensitive } = change;
  const untouched = actions[0] === "no-op";
  return {
    ...pick(change, ["replace_paths", "importing"]),
    actions,
    before: untouched ? null : withCanaries(before, before_sensitive),
    after: withCanaries(after, after_sensitive),
    ...(untouched ? {} : { after_unknown, before_sensitive }),
    after_sensitive,
  };
}

/** Of the expressions only what they refer to, and the text of policies: a plan does not know it before the apply. */
function reducedResource({ address, provider_config_key, expressions }: ConfiguredResource): ConfiguredResource {
  const references = Object.entries(expressions ?? {}).map(([name, expression]) => {
    const found = [...new Set(referencesIn(expression))].filter((reference) => reference.split(".").length === 2);
    const { constant_value } = expression as { readonly constant_value?: unknown };
    const isPolicy = typeof constant_value === "string" && constant_value.includes('"Statement"');
    return [
      name,
      { ...(found.length === 0 ? {} : { references: found }), ...(isPolicy ? { constant_value } : {}) },
    ] as const;
  });
  return {
    address,
    ...(provider_config_key === undefined ? {} : { provider_config_key }),
    expressions: Object.fromEntries(references),
  };
}

function referencesIn(expression: unknown): string[] {
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([key, value]) =>
    key === "references" && Array.isArray(value) ? (value as string[]) : referencesIn(value),
  );
}

function withCanaries(value: unknown, marks: unknown, path = "value"): unknown {
  if (marks === true) return isNothing(value) ? value : `${CANARY}${path}`;
  if (typeof value !== "object" || value === null || typeof marks !== "object" || marks === null) return value;
  const marked = (key: string, item: unknown) => withCanaries(item, (marks as Record<string, unknown>)[key], key);
  if (Array.isArray(value)) return value.map((item, index) => marked(String(index), item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(key, item)]));
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
}

function pick<T extends object, Key extends keyof T>(from: T, keys: readonly Key[]): Pick<T, Key> {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as Pick<T, Key>;
}
