import { IRREPLACEABLE } from "../../modules/foundation/irreplaceable";
import { GROUND, UNCHANGEABLE, VERSIONS } from "../facts/unchangeable";
import type { Strictness } from "../gate";
import { at, entryOf } from "../plan/values";

/** Unchangeable arguments of a resource and its version, as they are written in the configuration. */
export type Unchangeable = Readonly<Record<string, string | number | boolean>>;

/** The irreplaceable resources of a root by address. */
export type Stateful = Readonly<Record<string, Unchangeable>>;

/** The parts of a synthesized root that a lock is made of. */
export interface LockedConfiguration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: LockedConfiguration["resource"];
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly removed?: readonly { readonly from: string; readonly lifecycle?: { readonly destroy?: boolean } }[];
}

/** The parts of a state, as `terraform state pull` prints it, that are compared with a configuration. */
export interface PulledState {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** The irreplaceable resources of a configuration. */
export function statefulOf({ resource = {} }: LockedConfiguration): Stateful {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      entryOf(IRREPLACEABLE, type) === undefined
        ? []
        : Object.entries(named).map(([name, body]) => [`${type}.${name}`, unchangeable(type, body)] as const),
    ),
  );
}

/** What of a configuration must stay: where data is disposable, the arguments of what everything else stands in. */
export function lastingOf(strictness: Strictness, configuration: LockedConfiguration): Stateful {
  const all = statefulOf(configuration);
  if (strictness === "retained") return all;
  return Object.fromEntries(
    Object.entries(all).flatMap(([address, there]) => {
      const ground = entryOf(GROUND, address.split(".")[0] ?? "");
      const kept = Object.entries(there).filter(([argument]) => ground?.includes(argument));
      return kept.length === 0 ? [] : [[address, Object.fromEntries(kept)] as const];
    }),
  );
}

/** The irreplaceable resources of a state. */
export function statefulOfState({ resources }: PulledState): Stateful {
  return Object.fromEntries(
    resources
      .filter(({ mode, type }) => mode === "managed" && entryOf(IRREPLACEABLE, type) !== undefined)
      .map(({ type, name, instances }) => [`${type}.${name}`, unchangeable(type, instances[0]?.attributes ?? {})]),
  );
}

function unchangeable(type: string, body: Readonly<Record<string, unknown>>): Unchangeable {
  const version = entryOf(VERSIONS, type);
  return Object.fromEntries(
    [...(entryOf(UNCHANGEABLE, type) ?? []), ...(version === undefined ? [] : [version.argument])].flatMap(
      (argument): [string, string | number | boolean][] => {
        const value = at(body, argument);
        if (Array.isArray(value)) return [[argument, value.join(", ")]];
        return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
          ? [[argument, value]]
          : [];
      },
    ),
  );
}
