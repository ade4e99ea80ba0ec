import type { Widget } from "./widgets";

/** Widgets beside each other, from the left. */
export type Row = readonly Widget[];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const GRID_WIDTH = 24;
const MOST_WIDGETS = 500;
const MOST_METRICS = 500;
const MOST_ALARMS = 100;

/** The body of a dashboard: its rows one below the other, the last three hours by default. */
export function dashboardBody(rows: readonly Row[]): string {
  let y = 0;
  const widgets = rows.flatMap((row) => {
    let x = 0;
    const placed = row.map((widget) => {
      const place = { x, y };
      x += widget.width;
      return { ...place, ...widget };
    });
    y += Math.max(...row.map(({ height }) => height));
    return placed;
  });
  return JSON.stringify({ start: "-PT3H", periodOverride: "inherit", widgets });
}

/**
 * Checks rows against the grid and the limits of CloudWatch.
 * @param dashboard its name, which messages begin with
 * @returns every problem at once, `[]` when there is none
 */
export function layoutProblems(dashboard: string, rows: readonly Row[]): string[] {
  const widgets = rows.flat();
  const problems = rows.flatMap((row, index) => rowProblems(`${dashboard}: row ${index + 1}`, row));
  if (widgets.length > MOST_WIDGETS) {
    problems.push(`${dashboard}: must have at most ${MOST_WIDGETS} widgets, got ${widgets.length}; make a second one`);
  }
  return [...problems, ...widgets.flatMap((widget) => contentProblems(dashboard, widget))];
}

function rowProblems(where: string, row: Row): string[] {
  if (row.length === 0) return [`${where} must have a widget, got none; remove it`];
  const malformed = row
    .flatMap(({ width, height }) => [width, height])
    .filter((size) => !(Number.isInteger(size) && size >= 1))
    .map((size) => `${where} must have sizes of 1 and more whole units of the grid, got ${size}; correct it`);
  const width = row.reduce((sum, widget) => sum + widget.width, 0);
  if (width <= GRID_WIDTH) return malformed;
  return [...malformed, `${where} must be at most ${GRID_WIDTH} units wide, got ${width}; begin another row`];
}

function contentProblems(dashboard: string, { properties }: Widget): string[] {
  const { title, alarms, metrics } = properties;
  const where = `${dashboard}: ${JSON.stringify(title)}`;
  if (Array.isArray(alarms)) return amountProblems(where, "alarms", alarms.length, MOST_ALARMS);
  if (!Array.isArray(metrics)) return [];
  const ids = metrics.flatMap((row: unknown[]) => (row.at(-1) as { readonly id?: string }).id ?? []);
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index);
  return [
    ...amountProblems(where, "metrics", metrics.length, MOST_METRICS),
    ...[...new Set(repeated)].map(
      (id) => `${where} must use an id once, got ${JSON.stringify(id)} again; rename it in one calculation`,
    ),
  ];
}

function amountProblems(where: string, what: string, amount: number, most: number): string[] {
  if (amount >= 1 && amount <= most) return [];
  return [`${where} must have from 1 to ${most} ${what}, got ${amount}; ${amount === 0 ? "remove" : "divide"} it`];
}
