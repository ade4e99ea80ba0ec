import type { Ledger } from "./ledger";

/** An environment with what it costs and what it may cost. */
export interface EnvironmentCost {
  readonly environment: string;
  readonly ledger: Ledger;
  /** The figure of its AWS budget, in US dollars a month. */
  readonly budget: number;
}

/** The fixed cost of environments as a Markdown table, part by part: at the smallest scale, and at the largest. */
export function costTable(environments: readonly EnvironmentCost[]): string {
  const parts = [...new Set(environments.flatMap(({ ledger }) => ledger.lines.map(({ part }) => part)))].sort();
  const row = (title: string, cell: (cost: EnvironmentCost) => string) => [title, ...environments.map(cell)];
  const rows = [
    row("US dollars a month", ({ environment }) => environment),
    ...parts.map((part) =>
      row(`\`${part}\``, ({ ledger }) => {
        const own = ledger.lines.filter((line) => line.part === part);
        const sum = (key: "minimum" | "maximum") => own.reduce((total, line) => total + line[key], 0);
        return range(sum("minimum"), sum("maximum"));
      }),
    ),
    row("**all**", ({ ledger }) => `**${range(ledger.minimum, ledger.maximum)}**`),
    row("AWS budget", ({ budget }) => amount(budget)),
  ];
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(head), rule, ...body.map(line)].join("\n");
}

/** Names what is in no sum, since no table has its price. */
export function unknownText(environments: readonly EnvironmentCost[]): string {
  const all = environments.flatMap(({ environment, ledger }) =>
    [...ledger.unknown].map(([what, count]) => `${count} ${what} (${environment})`),
  );
  return all.length === 0 ? "Every price is known." : `Without a known price, and in no sum: ${all.join(", ")}.`;
}

/** Lists what comes on top by use, by type of resource. */
export function byUseText(environments: readonly EnvironmentCost[]): string {
  const all = new Map(environments.flatMap(({ ledger }) => [...ledger.byUse]));
  return [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, what]) => `${type}: ${what}`)
    .join("\n");
}

function range(minimum: number, maximum: number): string {
  const [least, most] = [amount(minimum), amount(maximum)];
  return least === most ? least : `${least} to ${most}`;
}

function amount(usd: number): string {
  return Math.round(usd).toLocaleString("en-US");
}
