import { types } from "node:util";
import { problem } from "../modules/foundation/checks";

/** Copy of a value in which only texts, numbers, words, lists and groups are left, and what was wrong with the rest. */
export interface PlainCopy {
  readonly copy: unknown;
  readonly problems: readonly string[];
}

/** Depth and number of values far beyond those of any environment: more are a loop, or no settings. */
const MAX_DEPTH = 12;
const MAX_VALUES = 5000;

/** Terraform replaces these in every text; a literal one is written `$${` there, which no setting needs. */
const TEMPLATE = /[$%]\{/;

/** Control characters but the line end, and halves of characters. */
const UNPRINTABLE = /[^\P{Cc}\n]|\p{Cs}/u;

/**
 * Copies settings as plain data: what is read later is what was checked, whatever getters, proxies or prototypes say.
 * @param where what messages begin with, such as `prod`
 */
export function plainCopy(where: string, value: unknown): PlainCopy {
  const problems: string[] = [];
  let left = MAX_VALUES;

  const refuse = (path: string, got: string): undefined => {
    problems.push(`${path}: must be plain data, got ${got}; write the value itself`);
    return undefined;
  };

  const copyText = (path: string, text: string): string | undefined => {
    if (TEMPLATE.test(text)) {
      // Written in two parts: it is no template here either.
      const rule = `must have no $${"{"} or %${"{"}, which Terraform replaces`;
      problems.push(problem(path, rule, text, "write the value itself"));
      return undefined;
    }
    if (!UNPRINTABLE.test(text)) return text;
    problems.push(problem(path, "must have printable characters only", text, "write the value anew"));
    return undefined;
  };

  const copyList = (path: string, list: readonly unknown[], above: readonly unknown[]): unknown => {
    if (Object.getPrototypeOf(list) !== Array.prototype) return refuse(path, "a list with a prototype of its own");
    if (Reflect.ownKeys(list).length !== list.length + 1) return refuse(path, "a list with holes or other keys");
    return Array.from({ length: list.length }, (_, index) => copyKey(`${path}[${index}]`, list, String(index), above));
  };

  const copyGroup = (path: string, group: object, above: readonly unknown[]): unknown => {
    if (Object.getPrototypeOf(group) !== Object.prototype) return refuse(path, "an object with a prototype of its own");
    const entries: [string, unknown][] = [];
    for (const key of Reflect.ownKeys(group)) {
      if (typeof key === "symbol") refuse(path, "a key that is a symbol");
      else if (key in Object.prototype) refuse(path, `the key ${JSON.stringify(key)}, which every object has`);
      else entries.push([key, copyKey(`${path}.${key}`, group, key, above)]);
    }
    return Object.fromEntries(entries);
  };

  const copyKey = (path: string, owner: object, key: string, above: readonly unknown[]): unknown => {
    const { value: own, enumerable, get, set } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
    if (get !== undefined || set !== undefined) return refuse(path, "a getter or setter");
    return enumerable ? copy(path, own, above) : refuse(path, "a hidden key");
  };

  const copy = (path: string, each: unknown, above: readonly unknown[]): unknown => {
    left -= 1;
    if (left < 0) return left === -1 ? refuse(path, `more than ${MAX_VALUES} values`) : undefined;
    if (typeof each === "string") return copyText(path, each);
    if (typeof each === "function" || typeof each === "symbol" || typeof each === "bigint") {
      return refuse(path, `a ${typeof each}`);
    }
    if (typeof each !== "object" || each === null) return each;
    if (types.isProxy(each)) return refuse(path, "a proxy");
    if (above.includes(each) || above.length >= MAX_DEPTH) return refuse(path, "settings within themselves");
    return Array.isArray(each) ? copyList(path, each, [...above, each]) : copyGroup(path, each, [...above, each]);
  };

  return { copy: copy(where, value, []), problems };
}
