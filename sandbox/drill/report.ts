/** A step of a drill that was done. */
export interface Done {
  readonly step: string;
  /** Role, service or person that did it. */
  readonly who: string;
  readonly seconds: number;
  readonly told: string;
}

/** What a lost region takes with it, by the table of docs/disaster-recovery.md. */
export interface Loss {
  readonly store: string;
  readonly rpo: string;
  readonly rto: string;
}

/** The rows of the page's table that are of the loss of a region. */
export function lossesIn(page: string): readonly Loss[] {
  return page.split("\n").flatMap((line) => {
    const [, store = "", of, , rpo = "", rto = ""] = line.split("|").map((cell) => cell.trim());
    return of === "region" ? [{ store, rpo, rto }] : [];
  });
}

/** A drill in Markdown: what was done, and what a lost region takes with it. */
export function drillTable(done: readonly Done[], losses: readonly Loss[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["Step", "Who", "Seconds", "What came of it"]),
    row(["---", "---", "---", "---"]),
    ...done.map(({ step, who, seconds, told }) => row([step, who, seconds.toFixed(1), told])),
    "",
    row(["Store", "What is lost", "Until it goes on"]),
    row(["---", "---", "---"]),
    ...losses.map(({ store, rpo, rto }) => row([store, rpo, rto])),
    "",
  ].join("\n");
}

/** A step in one line. */
export function doneLine({ step, who, seconds, told }: Done): string {
  return [step.padEnd(58), who.padEnd(14), `${seconds.toFixed(1).padStart(6)} s`, told].join("  ").trimEnd();
}
