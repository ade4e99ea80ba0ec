// Terraform's language as text, as `terraform fmt` would write it.

/** Expression inside a text: `${var.name}`. */
export function inText(expression: string): string {
  return `\${${expression}}`;
}

/** Arguments of a block, in groups with a blank line between them. Each value is an expression. */
export type Arguments = Readonly<Record<string, string>>;

/** Block with its labels, the groups of its arguments, and the blocks within it. */
export function block(head: string, groups: readonly Arguments[], blocks: readonly string[] = []): string {
  const inside = [...groups.filter((group) => Object.keys(group).length > 0).map(aligned), ...blocks];
  return `${head} {\n${indented(inside.join("\n\n"))}\n}`;
}

/** Value as an expression. */
export function literal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, each]) => [key, literal(each)] as const);
  return entries.length === 0 ? "{}" : `{\n${indented(aligned(Object.fromEntries(entries)))}\n}`;
}

/** Arguments with their equals signs below each other, as far as nothing of several lines stands between them. */
export function aligned(group: Arguments): string {
  const lines: string[] = [];
  let run: (readonly [string, string])[] = [];
  const end = () => {
    const width = Math.max(0, ...run.map(([name]) => name.length));
    lines.push(...run.map(([name, value]) => `${name.padEnd(width)} = ${value}`));
    run = [];
  };
  for (const [name, value] of Object.entries(group)) {
    if (value.includes("\n")) {
      end();
      lines.push(`${name} = ${value}`);
    } else run.push([name, value]);
  }
  end();
  return lines.join("\n");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
