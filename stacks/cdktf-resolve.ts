// How cdktf resolves tokens, made faster. The output stays the same, byte by byte; what else is mended is in cdktf-internals.ts.

/** Options of cdktf's resolve; `previousContext` is there where a token resolves what it stands for. */
interface ResolveOptions {
  readonly prefix?: readonly string[];
  readonly previousContext?: unknown;
}

type Resolve = (value: unknown, options: ResolveOptions) => unknown;

/** Beginnings of tokens in texts, and numbers with an exponent, as which cdktf writes tokens of numbers. */
const TOKEN_TEXT = /[$#&]\{TfToken\[|[-|\d.+]e[-|\d.eE+]| Map Token Value$/;

/** Whole tokens in a text. */
const TOKENS = /(\$\{TfToken\[TOKEN\.\d+\]\})/;

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

/** What cdktf keeps to itself of a call of a function or an operator. */
interface ExpressionInternals {
  resolveArg: ((context: unknown, arg: unknown) => unknown) & { readonly original?: ExpressionInternals["resolveArg"] };
  resolveExpressionPart: (context: unknown, arg: unknown) => unknown;
}

/** Keeps cdktf from resolving what an expression is of twice, which doubles at each level of what is nested. */
export function resolveArgumentsOnce(): void {
  const { OperatorExpression } = require("cdktf/lib/tfExpression") as { OperatorExpression: object };
  const { prototype } = Object.getPrototypeOf(OperatorExpression) as { prototype: ExpressionInternals };
  const original = prototype.resolveArg;
  if (original.original !== undefined) return;
  const resolveArg = function (this: ExpressionInternals, context: unknown, arg: unknown): unknown {
    return typeof arg === "string" ? original.call(this, context, arg) : this.resolveExpressionPart(context, arg);
  };
  prototype.resolveArg = Object.assign(resolveArg, { original });
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
    if (resolvedTexts === undefined) return this.byCdktf(text);
    const known = resolvedTexts.get(text);
    if (known !== undefined) return known;
    const result = this.resolveParts(text) ?? this.byCdktf(text);
    if (typeof result === "string") resolvedTexts.set(text, result);
    return result;
  }

  /** A text whose tokens stand side by side or in plain text; nothing where one is no text, or is in an expression. */
  private resolveParts(text: string): string | undefined {
    const parts = text.split(TOKENS);
    if (parts.length === 3 && parts[0] === "" && parts[2] === "") return undefined;
    let result = "";
    for (const [index, part] of parts.entries()) {
      if (index % 2 === 0 && (part.includes("${") || TOKEN_TEXT.test(part))) return undefined;
      const resolved = index % 2 === 0 ? part : this.resolveText(part);
      if (typeof resolved !== "string") return undefined;
      result += resolved;
    }
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
    const entries = Object.entries(object);
    if (entries.some(([key]) => !isPlainKey(key))) return this.byCdktf(object);
    const result: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      const each = value === undefined ? undefined : this.within(key, value);
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

/** Keys without tokens: a few, of thousands of objects. */
const plainKeys = new Set<string>();

function isPlainKey(key: string): boolean {
  if (plainKeys.has(key)) return true;
  const plain = !TOKEN_TEXT.test(key);
  if (plain) plainKeys.add(key);
  return plain;
}

function isPlainNumber(value: number): boolean {
  return value >= 0 && value < LARGEST_NUMBER;
}

/** Whether an element of a list may stand for the whole list. */
function isTokenOfList(value: unknown): boolean {
  return typeof value === "number" ? !isPlainNumber(value) : typeof value === "string" && value.includes("#{TfToken[");
}
