// What is slow or out of date in cdktf, mended. The output stays the same, byte by byte.

/** Options of cdktf's resolve; `previousContext` is there where a token resolves what it stands for. */
interface ResolveOptions {
  readonly prefix?: readonly string[];
  readonly previousContext?: unknown;
}

type Resolve = (value: unknown, options: ResolveOptions) => unknown;

/** Beginnings of tokens in texts, and numbers with an exponent, as which cdktf writes tokens of numbers. */
const TOKEN_TEXT = /[$#&]\{TfToken\[|[-|\d.+]e[-|\d.eE+]| Map Token Value$/;

/** Tokens of numbers are beyond it, or negative. */
const LARGEST_NUMBER = 1e250;

/** Beyond the depth of any configuration; cdktf reports what is deeper. */
const MAX_DEPTH = 100;

/**
 * Makes cdktf resolve only what has tokens, and leave the rest as it is: it makes several contexts for each value, and
 * looks into each text four times.
 */
export function resolveTokensOnly(): void {
  // Required, not imported: an import cannot be replaced.
  const module = require("cdktf/lib/tokens/private/resolve") as { resolve: Resolve & { readonly original?: Resolve } };
  if (module.resolve.original !== undefined) return;
  const original = module.resolve;
  const resolve: Resolve = (value, options) =>
    options.previousContext === undefined && options.prefix === undefined
      ? new Resolution(original, options).resolve(value)
      : original(value, options);
  module.resolve = Object.assign(resolve, { original });
}

/** Texts that were resolved, while an action lasts in which each is always the same. */
let resolvedTexts: Map<string, unknown> | undefined;

/** Runs an action in which a text with tokens is resolved once, however often it occurs: when all constructs are there. */
export function resolvingTextsOnce<T>(action: () => T): T {
  resolvedTexts = new Map();
  try {
    return action();
  } finally {
    resolvedTexts = undefined;
  }
}

/** Resolving of one value and of all that is in it. */
class Resolution {
  /** Keys that lead to the value that is resolved, for messages. */
  private readonly way: string[] = [];

  constructor(
    private readonly original: Resolve,
    private readonly options: ResolveOptions,
  ) {}

  resolve(value: unknown): unknown {
    switch (typeof value) {
      case "string":
        return TOKEN_TEXT.test(value) ? this.resolveText(value) : value;
      case "number":
        return isPlainNumber(value) ? value : this.byCdktf(value);
      case "object":
        if (value === null) return null;
        if (this.way.length > MAX_DEPTH) return this.byCdktf(value);
        return Array.isArray(value) ? this.resolveList(value) : this.resolveObject(value);
      case "function":
        return this.byCdktf(value);
      default:
        return value;
    }
  }

  private resolveText(text: string): unknown {
    const known = resolvedTexts?.get(text);
    if (known !== undefined) return known;
    const result = this.byCdktf(text);
    if (typeof result === "string") resolvedTexts?.set(text, result);
    return result;
  }

  private resolveList(list: readonly unknown[]): unknown {
    if (list.some(isTokenOfList)) return this.byCdktf(list);
    const result: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      const each = this.within(String(index), list[index]);
      if (each !== undefined) result.push(each);
    }
    return result;
  }

  private resolveObject(object: object): unknown {
    if (object.constructor !== Object || "resolve" in object || "_children" in object) return this.byCdktf(object);
    const keys = Object.keys(object);
    if (keys.some((key) => TOKEN_TEXT.test(key))) return this.byCdktf(object);
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      const each = this.within(key, (object as Readonly<Record<string, unknown>>)[key]);
      if (each !== undefined) result[key] = each;
    }
    return result;
  }

  private within(key: string, value: unknown): unknown {
    this.way.push(key);
    const result = this.resolve(value);
    this.way.pop();
    return result;
  }

  private byCdktf(value: unknown): unknown {
    return this.original(value, { ...this.options, prefix: [...this.way] });
  }
}

function isPlainNumber(value: number): boolean {
  return value >= 0 && value < LARGEST_NUMBER;
}

/** Whether an element of a list may stand for the whole list. */
function isTokenOfList(value: unknown): boolean {
  return typeof value === "number" ? !isPlainNumber(value) : typeof value === "string" && value.includes("#{TfToken[");
}

/** Keeps cdktf from capturing a stack trace for each token, half of a synth's time, which is nowhere in the output. */
export function withoutTokenStackTraces(): void {
  const module = require("cdktf/lib/tokens/private/stack-trace") as { captureStackTrace: () => string[] };
  module.captureStackTrace = () => [];
}

/** Gives cdktf the `util.isArray` that newer versions of Node warn of, or have no more. */
export function withoutDeprecatedCalls(): void {
  const util = require("node:util") as { isArray: (value: unknown) => boolean };
  util.isArray = Array.isArray;
}
