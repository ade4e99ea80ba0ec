// How cdktf resolves tokens, made faster. The output stays the same, byte by byte; what else is mended is in cdktf-internals.ts.
import {
  DefaultTokenResolver,
  dependable,
  type IResolvable,
  type IResolveContext,
  ref,
  StringConcat,
  type TerraformStack,
  Tokenization,
} from "cdktf";

/** Beginnings of tokens in texts, and numbers with an exponent, as which cdktf writes tokens of numbers. */
const TOKEN_TEXT = /[$#&]\{TfToken\[|[-|\d.+]e[-|\d.eE+]| Map Token Value$/;

/** Whole tokens in a text. */
const TOKENS = /(\$\{TfToken\[TOKEN\.\d+\]\})/;

/** Text that is one whole token, with its key. */
const LONE_TOKEN = /^\$\{TfToken\[(TOKEN\.\d+)\]\}$/;

const REFERENCE = ref("").constructor;
const DEPENDENCY = Tokenization.reverseString(dependable({ fqn: "" })).firstToken?.constructor;

/** Tokens of numbers are beyond it, or negative. */
const LARGEST_NUMBER = 1e250;

/** Beyond the depth of any configuration; cdktf reports what is deeper. */
const MAX_DEPTH = 100;

/** What cdktf keeps to itself of its resolving. */
interface TokenInternals {
  resolve: (value: unknown, options: object) => unknown;
  TokenMap: { instance(): { lookupToken(key: string): IResolvable } };
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

/**
 * Resolves the values of a stack that has all its constructs, and is alone in its app: only what has tokens, and each text once.
 * cdktf makes several contexts for each value, and looks into each text four times.
 */
export class Resolver {
  /** Keys that lead to the value that is resolved, for messages. */
  private readonly way: string[] = [];
  /** What became of each text with tokens. */
  private readonly texts = new Map<string, string>();
  private readonly context: IResolveContext;
  private readonly resolver = new DefaultTokenResolver(new StringConcat());
  // Required, not imported: cdktf keeps them to itself.
  private readonly original = (require("cdktf/lib/tokens/private/resolve") as TokenInternals).resolve;
  private readonly tokens = (require("cdktf/lib/tokens/private/token-map") as TokenInternals).TokenMap.instance();

  constructor(scope: TerraformStack) {
    this.context = { scope, preparing: false } as Partial<IResolveContext> as IResolveContext;
  }

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
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const result = this.referenceIn(text) ?? this.resolveParts(text) ?? this.byCdktf(text);
    if (typeof result === "string") this.texts.set(text, result);
    return result;
  }

  /**
   * A text that is the token of a reference, or that of what must be there before, which has one: nearly all texts with tokens are,
   * and cdktf takes a twelfth of a synth's time for them.
   */
  private referenceIn(text: string, context = { ...this.context }): string | undefined {
    const key = LONE_TOKEN.exec(text)?.[1];
    if (key === undefined) return undefined;
    const token = this.tokens.lookupToken(key);
    if (token.constructor === DEPENDENCY) return this.referenceIn(token.resolve(context), context);
    const reference = token.constructor === REFERENCE ? token.resolve(context) : undefined;
    return reference === undefined || TOKEN_TEXT.test(reference) ? undefined : reference;
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
    const keys = Object.keys(object);
    if (!keys.every(isPlainKey)) return this.byCdktf(object);
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      const each = this.within(key, object[key as keyof typeof object]);
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
    return this.original(value, { ...this.context, resolver: this.resolver, prefix: [...this.way] });
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
