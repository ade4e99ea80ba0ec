/** What a change means to who calls a module, the gravest first. @see https://semver.org */
export const LEVELS = [
  { level: "major", heading: "Breaking" },
  { level: "minor", heading: "New, or of another default" },
  { level: "patch", heading: "Changed inside" },
] as const;

/** One change between two releases. */
export interface Change {
  readonly level: (typeof LEVELS)[number]["level"];
  readonly text: string;
}

/** What who calls a module relies on. */
export interface Interface {
  readonly variables: Readonly<Record<string, { readonly type: string; readonly default?: unknown }>>;
  readonly outputs: readonly string[];
  /** Providers that it is handed beside the default one, such as `aws.recovery`. */
  readonly providers: readonly string[];
  /** Blocks by their address. */
  readonly resources: Readonly<Record<string, string>>;
  /** Addresses that the module moves to others. */
  readonly moved: readonly string[];
  /** Everything else of it. */
  readonly others: string;
}

type Interfaces = Readonly<Record<string, Interface>>;

/** Finds what has changed between two releases, module by module. */
export function changesBetween(before: Interfaces, after: Interfaces): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [earlier, now] = [before[name], after[name]];
    const found =
      earlier === undefined
        ? [minor("a new module")]
        : now === undefined
          ? [major("the module is gone")]
          : [
              ...variableChanges(earlier, now),
              ...outputChanges(earlier, now),
              ...providerChanges(earlier, now),
              ...resourceChanges(earlier, now),
            ];
    return found.map(({ level, text }) => ({ level, text: `\`${name}\`: ${text}` }));
  });
}

/**
 * The least version after another that says what has changed, and the changes that ask for it. Before 1.0.0 a breaking change
 * is a minor version.
 */
export function leastVersion(
  previous: string,
  changes: readonly Change[],
): { readonly least: string; readonly because: readonly string[] } {
  const [major = 0, minor = 0, patch = 0] = previous.split(".").map(Number);
  const gravest = LEVELS.find(({ level }) => changes.some((change) => change.level === level))?.level ?? "patch";
  const because = changes.filter(({ level }) => level === gravest).map(({ text }) => text);
  if (gravest === "patch") return { least: `${major}.${minor}.${patch + 1}`, because };
  const isMajor = gravest === "major" && major > 0;
  return { least: isMajor ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`, because };
}

function variableChanges(before: Interface, after: Interface): Change[] {
  return namesOf(before.variables, after.variables).flatMap((name) => {
    const [earlier, now] = [before.variables[name], after.variables[name]];
    if (now === undefined) return [major(`variable \`${name}\` is gone`)];
    const isRequired = !("default" in now);
    if (earlier === undefined)
      return [isRequired ? major(`variable \`${name}\` is new and required`) : minor(`variable \`${name}\` is new`)];
    if (isRequired && "default" in earlier) return [major(`variable \`${name}\` is now required`)];
    if (withoutDefaults(earlier.type) !== withoutDefaults(now.type))
      return [major(`variable \`${name}\` has another type`)];
    const isOther = JSON.stringify([earlier.default, earlier.type]) !== JSON.stringify([now.default, now.type]);
    return isOther ? [minor(`variable \`${name}\` has another default`)] : [];
  });
}

/** A type without the defaults of what may be left out. */
function withoutDefaults(type: string): string {
  return type.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g, "").replace(/\[,*\]/g, "");
}

function outputChanges(before: Interface, after: Interface): Change[] {
  return [
    ...before.outputs
      .filter((name) => !after.outputs.includes(name))
      .map((name) => major(`output \`${name}\` is gone`)),
    ...after.outputs.filter((name) => !before.outputs.includes(name)).map((name) => minor(`output \`${name}\` is new`)),
  ];
}

/** Providers that whoever calls the module must hand it, neither more nor fewer. */
function providerChanges(before: Interface, after: Interface): Change[] {
  return [
    ...before.providers
      .filter((name) => !after.providers.includes(name))
      .map((name) => major(`provider \`${name}\` is no longer handed to it`)),
    ...after.providers
      .filter((name) => !before.providers.includes(name))
      .map((name) => major(`provider \`${name}\` must be handed to it`)),
  ];
}

function resourceChanges(before: Interface, after: Interface): Change[] {
  const changes = namesOf(before.resources, after.resources).flatMap((address) => {
    const [earlier, now] = [before.resources[address], after.resources[address]];
    if (earlier === undefined) return [minor(`\`${address}\` is new`)];
    if (now === undefined) return after.moved.includes(address) ? [] : [major(`\`${address}\` is gone`)];
    return earlier === now ? [] : [patch(`\`${address}\` has other arguments`)];
  });
  return before.others === after.others
    ? changes
    : [...changes, patch("its data sources or required versions changed")];
}

function namesOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

function major(text: string): Change {
  return { level: "major", text };
}

function minor(text: string): Change {
  return { level: "minor", text };
}

function patch(text: string): Change {
  return { level: "patch", text };
}
