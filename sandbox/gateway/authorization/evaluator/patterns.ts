/** The values of a request's condition keys; the names are in lower case, as keys do not tell cases apart. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** The values of a key; undefined when the request says nothing of it. */
export function valuesOf(context: RequestContext, key: string): readonly string[] | undefined {
  const value = context[key.toLowerCase()];
  return typeof value === "string" ? [value] : value;
}

/** Wildcards that stand for themselves, as they come from a variable's value. */
const LITERALS: Readonly<Record<string, string>> = { "*": "\uE000", "?": "\uE001" };
const ANY_LITERAL = /[\uE000\uE001]/g;

/** The text with the wildcards that came from variables as they were. */
export function plain(text: string): string {
  return text.replace(ANY_LITERAL, (letter) => (letter === LITERALS["*"] ? "*" : "?"));
}

const compiled = new Map<string, RegExp>();

/** Whether a text fits a pattern in which `*` is any text and `?` one character. */
export function matchesGlob(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")
      .replace(ANY_LITERAL, (letter) => `\\${plain(letter)}`);
    expression = new RegExp(`^${source}$`, "s");
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/**
 * Whether an ARN fits a pattern: each of the six parts by itself, so that a wildcard reaches over no other part.
 * A pattern `*` fits everything, also the `*` of a request that has no resource.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const [parts, wanted] = [arnParts(arn), arnParts(pattern)];
  return parts.length === wanted.length && wanted.every((part, index) => matchesGlob(part, parts[index] ?? ""));
}

/** The six parts of an ARN; the last has the rest, whatever colons are in it. */
function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

// A variable, with the value that it has when the request says nothing of the key.
const VARIABLE = /\$\{([^},]+?)(?:,\s*'([^']*)')?\}/g;

/**
 * The text with its policy variables replaced, undefined when the request has no value for one: the element then
 * fits nothing. `${*}`, `${?}` and `${$}` stand for the characters themselves.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function replaceVariables(text: string, context: RequestContext): string | undefined {
  if (!text.includes("${")) return text;
  let known = true;
  const replaced = text.replace(VARIABLE, (_, key: string, fallback?: string) => {
    if (key === "*" || key === "?" || key === "$") return LITERALS[key] ?? key;
    const [value = fallback] = valuesOf(context, key) ?? [];
    known &&= value !== undefined;
    return (value ?? "").replace(/[*?]/g, (letter) => LITERALS[letter] ?? letter);
  });
  return known ? replaced : undefined;
}
