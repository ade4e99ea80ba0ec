import { createRequire } from "node:module";
import { join } from "node:path";
import { Language, type Node, Parser } from "web-tree-sitter";
import type { SyntaxMistake } from "./groovy-parser";

/**
 * A call in a Groovy file, such as the directive `options { ... }` or the step `sh 'make'`; also a statement that decides what
 * is called: `=` that sets something, with its name and its value, `if` with its condition, `else` within it, `return`, and whatever
 * else Groovy has, such as `try` or `def`.
 */
export interface Call {
  readonly name: string;
  readonly line: number;
  /** Text of the call as it stands there, on one line. */
  readonly source: string;
  /** Positional arguments: the text of a literal, or the source of anything else. */
  readonly values: readonly Value[];
  readonly named: Readonly<Record<string, Value>>;
  /** The calls in its closure and its arguments, and the statements in it, in their order. */
  readonly inner: readonly Call[];
  /** `NAME = 'value'` directly in its closure. */
  readonly assigned: Readonly<Record<string, Value>>;
}

/** An argument. `fixed` is a literal without anything that Groovy would fill in. */
export interface Value {
  readonly text: string;
  readonly fixed: boolean;
}

/** A parsed file: its calls, or where it is no Groovy. */
export interface GroovyFile {
  readonly path: string;
  readonly calls: readonly Call[];
  /** What stands there beside calls, on one line each: `@Library('lms-pipeline') _`, `def call(String role, Closure body)`, an import. */
  readonly heads: readonly string[];
  /** What the grammar takes for no Groovy. */
  readonly syntaxErrors: readonly SyntaxMistake[];
}

const MAX_QUOTE_LENGTH = 60;

let language: Promise<Language> | undefined;

/** Parses a Jenkinsfile or a step of the shared library. */
export async function parseGroovy(path: string, source: string): Promise<GroovyFile> {
  language ??= loadLanguage();
  const grammar = await language;
  const parser = new Parser().setLanguage(grammar);
  const tree = parser.parse(source);
  if (tree === null) throw new Error(`${path}: the parser gave up`);
  try {
    const { rootNode } = tree;
    return { path, calls: callsIn(rootNode), heads: headsOf(rootNode), syntaxErrors: errorsIn(rootNode) };
  } finally {
    tree.delete();
    parser.delete();
  }
}

/** Every call in calls, each before those in it. */
export function everyCall(calls: readonly Call[]): readonly Call[] {
  return calls.flatMap((call) => [call, ...everyCall(call.inner)]);
}

async function loadLanguage(): Promise<Language> {
  await Parser.init();
  const grammar = createRequire(join(process.cwd(), "package.json")).resolve("tree-sitter-groovy/package.json");
  return Language.load(join(grammar, "..", "tree-sitter-groovy.wasm"));
}

function errorsIn(node: Node): SyntaxMistake[] {
  if (!node.hasError) return [];
  if (node.isError || node.isMissing) {
    const text = node.isMissing ? `no ${node.type}` : (node.text.split("\n")[0] ?? "").slice(0, MAX_QUOTE_LENGTH);
    return [{ line: node.startPosition.row + 1, text }];
  }
  return node.children.flatMap((child) => (child === null ? [] : errorsIn(child)));
}

/** What is in a file beside calls and comments: of a function all that comes before its body. */
function headsOf(root: Node): string[] {
  return root.namedChildren.flatMap((node) => {
    if (node === null || node.type.endsWith("comment") || node.type === "expression_statement") return [];
    const body = node.namedChildren.find((child) => child?.type === "closure");
    return oneLine(node.text.slice(0, body ? body.startIndex - node.startIndex : undefined));
  });
}

/** The calls below a node, without those that are within one of them. */
function callsIn(node: Node): Call[] {
  return node.namedChildren.flatMap((child) => {
    if (child === null) return [];
    const call = callOf(child);
    return call === undefined ? callsIn(child) : [call];
  });
}

function callOf(node: Node): Call | undefined {
  if (node.type === "method_invocation" || node.type === "juxt_function_call") return invocation(node);
  if (node.type === "assignment_expression") return assignment(node);
  if (node.type.endsWith("_statement") && node.type !== "expression_statement") return statement(node);
  if (node.type !== "local_variable_declaration" || node.text.startsWith("@Library")) return undefined;
  const [type, declarator] = node.namedChildren;
  // `checkout scm` and `agent none` look like a declaration of a variable to the grammar.
  if (type?.type === "type_identifier") {
    return { ...blank(type.text, node), values: declarator ? [{ text: declarator.text, fixed: true }] : [] };
  }
  return blank("def", node);
}

function invocation(node: Node): Call | undefined {
  const parts = node.namedChildren.filter((part): part is Node => part !== null);
  const name = parts.findLast(({ type }) => type === "identifier" || type === "field_access");
  if (name === undefined) return undefined;
  const closure = parts.find(({ type }) => type === "closure");
  const args = parts.filter(({ type }) => type === "argument_list").flatMap(({ namedChildren }) => namedChildren);
  const given = args.filter((arg): arg is Node => arg !== null && arg.type !== "closure");
  const items = given.filter(({ type }) => type === "map_item");
  return {
    ...blank(name.text, node),
    values: given.filter(({ type }) => type !== "map_item").map(argumentOf),
    named: Object.fromEntries(items.map((item) => [item.namedChild(0)?.text ?? "", argumentOf(item.namedChild(1))])),
    inner: parts
      .filter((part) => part !== name)
      .flatMap((part) => (callOf(part) ? [callOf(part) as Call] : callsIn(part))),
    assigned: closure === undefined ? {} : assignmentsIn(closure),
  };
}

/** `env.NAME = value`, or `NAME = value`. */
function assignment(node: Node): Call {
  const [field, value] = node.namedChildren;
  const values = [{ text: field?.text ?? "", fixed: true }, argumentOf(value ?? null)];
  const own = value ? callOf(value) : undefined;
  return { ...blank("=", node), values, inner: own ? [own] : value ? callsIn(value) : [] };
}

/** `if (condition) { ... } else { ... }`, or another statement. */
function statement(node: Node): Call {
  const [condition, otherwise] = ["condition", "alternative"].map((field) => node.childForFieldName(field));
  const values = condition ? [{ text: condition.text.replace(/\s+/g, " "), fixed: false }] : [];
  const first = node.namedChildren.filter((child) => child?.id !== condition?.id && child?.id !== otherwise?.id);
  const inner = first.flatMap((child) => (child === null ? [] : callsIn(child)));
  const other = otherwise ? [{ ...blank("else", otherwise), inner: callsIn(otherwise) }] : [];
  return { ...blank(node.type.replace("_statement", ""), node), values, inner: [...inner, ...other] };
}

function blank(name: string, node: Node): Call {
  return {
    name,
    line: node.startPosition.row + 1,
    source: oneLine(node.text),
    values: [],
    named: {},
    inner: [],
    assigned: {},
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function assignmentsIn(closure: Node): Record<string, Value> {
  const statements = closure.namedChildren.flatMap((child) =>
    child?.type === "expression_statement" ? [child.namedChild(0)] : [child],
  );
  return Object.fromEntries(
    statements
      .filter((child): child is Node => child?.type === "assignment_expression")
      .map((child) => [child.namedChild(0)?.text ?? "", argumentOf(child.namedChild(1))]),
  );
}

function argumentOf(node: Node | null): Value {
  const text = node?.text ?? "";
  if (node?.type === "character_literal") return { text: text.replace(/^'+|'+$/g, ""), fixed: true };
  if (node?.type === "string_literal") return { text: text.replace(/^"+|"+$/g, ""), fixed: !text.includes("$") };
  return {
    text,
    fixed: node?.type === "true" || node?.type === "false" || node?.type.endsWith("integer_literal") === true,
  };
}
