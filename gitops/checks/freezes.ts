import Ajv from "ajv";
import { parse } from "yaml";
import { ENVIRONMENTS } from "../../environments";
import { lazily } from "../../scripts/lazily";

/** A time in which nothing is delivered to some environments, such as an exam week. */
export interface Freeze {
  readonly environments: readonly string[];
  /** First and last day, `YYYY-MM-DD` in UTC, both frozen. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/** Argo CD knows windows by day and month alone, so one that is left in the file would come again, and one of next year holds already. */
const MAX_PAST_DAYS = 180;
const MAX_DAYS = 120;
const MAX_AHEAD_DAYS = 365 - MAX_DAYS;
const DAY = 86_400_000;

const day = { type: "string", pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$" };
const validator = lazily(() =>
  new Ajv().compile({
    type: "array",
    items: {
      type: "object",
      additionalProperties: false,
      required: ["environments", "from", "until", "reason"],
      properties: {
        environments: {
          type: "array",
          minItems: 1,
          uniqueItems: true,
          items: { enum: ENVIRONMENTS.map(({ name }) => name) },
        },
        from: day,
        until: day,
        reason: { type: "string", pattern: "\\S" },
      },
    },
  }),
);

/** What is wrong with a file of freezes. @returns one line each, `[]` when nothing is */
export function freezeProblems(file: string, text: string, now: Date): string[] {
  let freezes: unknown;
  try {
    freezes = parse(text) ?? [];
  } catch (error) {
    return [`${file}: must be YAML, got ${(error as Error).message.split("\n")[0]}; correct it`];
  }
  const validate = validator();
  if (!validate(freezes)) {
    const [error] = validate.errors ?? [];
    const where = error?.instancePath.slice(1).replaceAll("/", ".") || "the list";
    return [
      `${file}: ${where} must be right, got one that ${error?.message}; each freeze has environments, from, until (days in quotes) and a reason`,
    ];
  }
  // Helm takes a day without quotes for a time, which the chart then reads as another day.
  if (JSON.stringify(parse(text, { version: "1.1" }) ?? []) !== JSON.stringify(freezes)) {
    return [
      `${file}: must be read alike everywhere, got what Helm reads otherwise; put days and words such as on into quotes`,
    ];
  }
  return (freezes as readonly Freeze[]).flatMap(({ from, until }) => {
    const unreal = [from, until].filter((each) => !isDay(each));
    if (unreal.length > 0)
      return [`${file}: a freeze must be of days that there are, got ${unreal.join(", ")}; correct it`];
    const [first, last] = [Date.parse(from), Date.parse(until)];
    const days = (last - first) / DAY + 1;
    if (!(days >= 1 && days <= MAX_DAYS))
      return [`${file}: a freeze must last 1 to ${MAX_DAYS} days, got ${from} to ${until}; correct it`];
    if (now.getTime() - last > MAX_PAST_DAYS * DAY) {
      return [
        `${file}: a freeze must not be over for more than ${MAX_PAST_DAYS} days, got one until ${until}, which Argo CD would ` +
          "repeat every year; remove it",
      ];
    }
    if (first - now.getTime() > MAX_AHEAD_DAYS * DAY) {
      return [
        `${file}: a freeze must begin within ${MAX_AHEAD_DAYS} days, got one from ${from}, which Argo CD would hold in the years ` +
          "before, too; add it later",
      ];
    }
    return [];
  });
}

/** Tells whether there is a day: JavaScript takes the 30th of February for one in March. */
function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
