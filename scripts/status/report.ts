/** Something to know of an environment that runs. */
export interface Line {
  /** What it is of, such as `cluster`. */
  readonly of: string;
  readonly text: string;
  /** Someone should look at it. */
  readonly attention: boolean;
}

/** A line that is as it should be. */
export function fine(of: string, text: string): Line {
  return { of, text, attention: false };
}

/** A line that someone should look at. */
export function attention(of: string, text: string): Line {
  return { of, text, attention: true };
}

/** The lines as a table; what needs attention begins with `!`. */
export function reportText(lines: readonly Line[]): string {
  const width = Math.max(0, ...lines.map(({ of }) => of.length));
  return lines.map((line) => `${line.attention ? "!" : " "} ${line.of.padEnd(width)}  ${line.text}`).join("\n");
}

const DAY_MS = 86_400_000;

/** Whole days from one time to another; negative for one that is before it. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY_MS);
}

/** A time as its day, such as `2026-11-28`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** How long ago, such as `3 days ago`. */
export function ago(time: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - time.getTime()) / 60_000));
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}

/** A time that AWS gives, as text or as seconds since 1970; undefined for anything else. */
export function timeOf(value: unknown): Date | undefined {
  const time = typeof value === "number" ? new Date(value * 1000) : new Date(String(value ?? ""));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
