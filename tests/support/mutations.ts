/** Random numbers from a seed, the same ones each time. */
export class Random {
  constructor(private state: number) {}

  /** A whole number from 0 to `below` - 1. @see https://en.wikipedia.org/wiki/Xorshift */
  next(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)] as T;
  }
}

/** What one mutation did, and whether every sound check must refuse what came of it. */
export interface Mutation {
  readonly path: string;
  readonly kind: string;
  readonly invalid: boolean;
}

type Group = Record<string, unknown>;

/** A place in settings: the group or list that holds a value, and the key of it. */
interface Place {
  readonly owner: Group;
  readonly key: string;
  readonly path: string;
}

/** A value that is put in the place of another; `undefined` where the kind does not fit what is there. */
type Kind = (random: Random, place: Place, others: readonly object[]) => { readonly value: unknown } | undefined;

const isGroup = (value: unknown): value is Group => typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string";
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** Settings that take capitals. */
const FREE = /^(owner|costCenter|externalId|clientId|adminGroup|readerGroup|revision|certificateContact|key|value)$/;

/** Kinds after which settings are wrong, whatever stood there. */
const INVALID: Readonly<Record<string, Kind>> = {
  "wrong type": (random, { owner, key }) => {
    const old = owner[key];
    const values = [null, true, 0.3, "seven", ["seven"], { seven: 7 }, undefined].filter(
      (each) => each === null || each === undefined || typeof each !== typeof old || isList(each) !== isList(old),
    );
    // A word beside a number or a group is of their type, but not one of their words.
    return { value: random.pick(values) };
  },
  "no number": (random, { owner, key }) =>
    typeof owner[key] === "number"
      ? { value: random.pick([Number.NaN, Infinity, -Infinity, "5", -7, 1e308]) }
      : undefined,
  "other case": (_, { owner, key }) => {
    const old = owner[key];
    if (!isText(old) || FREE.test(key) || !/^[a-z]+(-[a-z]+)*$/.test(old)) return undefined;
    return { value: old[0]?.toUpperCase() + old.slice(1) };
  },
  template: (random, { owner, key }) =>
    isText(owner[key]) ? { value: `${owner[key]}${random.pick(["$", "%"])}{path.module}` } : undefined,
  "control character": (random, { owner, key }) =>
    isText(owner[key])
      ? { value: `${owner[key]}${random.pick(["\0", "\r\n", "\t", "\u001b[2J", "\ud800"])}` }
      : undefined,
  "endless text": (_, { owner, key }) => (isText(owner[key]) ? { value: owner[key].repeat(2000) } : undefined),
  "empty text": (_, { owner, key }) => (isText(owner[key]) && key !== "value" ? { value: "" } : undefined),
  repetition: (random, { owner, key }) => {
    const old = owner[key];
    return isList(old) && old.length > 0 ? { value: [...old, random.pick(old)] } : undefined;
  },
  "endless list": (_, { owner, key }) => {
    const old = owner[key];
    return isList(old) ? { value: Array.from({ length: 5000 }, () => old[0] ?? "a") } : undefined;
  },
  function: () => ({ value: () => "x" }),
  symbol: () => ({ value: Symbol("x") }),
  bigint: () => ({ value: 7n }),
  date: () => ({ value: new Date(0) }),
  map: () => ({ value: new Map([["a", 1]]) }),
  "text object": (_, { owner, key }) => (isText(owner[key]) ? { value: Object(owner[key]) } : undefined),
  proxy: (_, { owner, key }) => (isGroup(owner[key]) ? { value: new Proxy(owner[key], {}) } : undefined),
  "no prototype": (_, { owner, key }) =>
    isGroup(owner[key]) && !isList(owner[key]) ? { value: Object.assign(Object.create(null), owner[key]) } : undefined,
  inherited: (_, { owner, key }) =>
    isGroup(owner[key]) && !isList(owner[key]) ? { value: Object.create(owner[key]) } : undefined,
  "prototype key": (_, { owner, key }) =>
    isGroup(owner[key]) && !isList(owner[key])
      ? { value: Object.assign(JSON.parse('{"__proto__":{"polluted":true}}'), owner[key]) }
      : undefined,
};

/** Kinds after which settings may be right or wrong. */
const OPEN: Readonly<Record<string, Kind>> = {
  "value of another environment": (random, { path }, others) => {
    const found = others.flatMap((other) => valueAt(other, path));
    return found.length === 0 ? undefined : { value: structuredClone(random.pick(found)) };
  },
  "next number": (random, { owner, key }) =>
    typeof owner[key] === "number" ? { value: owner[key] + random.pick([-1, 1, 10, -10, 0.5, 100]) } : undefined,
  "other text": (random, { owner, key }) => {
    const old = owner[key];
    if (!isText(old) || old.length === 0) return undefined;
    const at = random.next(old.length);
    const letter = random.pick([..."abcxyz019-./:_ "]);
    return { value: old.slice(0, at) + letter + old.slice(at + random.next(2)) };
  },
  "emptied list": (_, { owner, key }) => (isList(owner[key]) ? { value: [] } : undefined),
  "shortened list": (random, { owner, key }) => {
    const old = owner[key];
    return isList(old) && old.length > 0 ? { value: old.toSpliced(random.next(old.length), 1) } : undefined;
  },
  none: () => ({ value: "none" }),
};

/** Changes settings at a random place, in a random way. @param others where values of the same place are taken from */
export function mutate(random: Random, settings: object, others: readonly object[]): Mutation {
  for (;;) {
    const place = random.pick(placesOf(settings as Group, ""));
    const keyed = random.next(5) === 0 ? mutateKey(random, place) : undefined;
    if (keyed !== undefined) return keyed;
    const invalid = random.next(2) === 0;
    const kinds = invalid ? INVALID : OPEN;
    const name = random.pick(Object.keys(kinds));
    const change = kinds[name]?.(random, place, others);
    if (change === undefined) continue;
    place.owner[place.key] = change.value;
    return { path: place.path, kind: name, invalid };
  }
}

/** Changes the key of a setting, or adds one. */
function mutateKey(random: Random, { owner, key, path }: Place): Mutation | undefined {
  if (Array.isArray(owner)) return undefined;
  const above = path.slice(0, Math.max(0, path.length - key.length - 1));
  const named = /nodeGroups|instances|mediaSigningKeys/.test(above.split(".").at(-1) ?? "");
  const old = owner[key];
  switch (random.pick(["remove", "mistype", "add", "getter", "hide", "symbol"])) {
    case "remove":
      delete owner[key];
      return { path: above, kind: "key removed", invalid: !named };
    case "mistype":
      delete owner[key];
      owner[key.slice(1) + key[0]] = old;
      return { path: above, kind: "key mistyped", invalid: !named };
    case "add":
      owner[random.pick(["colour", "toString", "a b", "", "length"])] = 1;
      return { path: above, kind: "key added", invalid: true };
    case "getter":
      Object.defineProperty(owner, key, { get: () => old, enumerable: true, configurable: true });
      return { path, kind: "getter", invalid: true };
    case "hide":
      Object.defineProperty(owner, key, { value: old, enumerable: false, configurable: true, writable: true });
      return { path, kind: "key hidden", invalid: true };
    default:
      Object.assign(owner, { [Symbol("colour")]: 1 });
      return { path: above, kind: "symbol as key", invalid: true };
  }
}

/** Every place in settings, the name of the environment aside, by which messages begin. */
function placesOf(owner: Group, above: string): Place[] {
  return Object.keys(owner).flatMap((key) => {
    const path = above === "" ? key : `${above}.${key}`;
    const { value, get } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
    if (get !== undefined) return [];
    const isPlain = isGroup(value) && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
    const below = isPlain && Object.keys(value).length < 100 ? placesOf(value, path) : [];
    return path === "name" ? [] : [{ owner, key, path }, ...below];
  });
}

function valueAt(settings: object, path: string): unknown[] {
  let value: unknown = settings;
  for (const key of path.split(".")) {
    if (!isGroup(value) || !Object.hasOwn(value, key)) return [];
    value = value[key];
  }
  return [value];
}
