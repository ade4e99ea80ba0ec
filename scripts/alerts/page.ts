import { MESSAGES, type Told, type Way } from "./told";

const WAYS: readonly Way[] = ["PagerDuty", "Slack", "mail"];

/** Page on who is told of what, environment by environment. */
export function alertsPage(environments: Readonly<Record<string, readonly Told[]>>): string {
  return `${[
    "# Who is told of what",
    "",
    "Written by `npm run alerts` from what is synthesized: every publisher of every topic, and who shows its messages to",
    "people. PagerDuty and Slack drop what they do not know without a word; a mail shows any text, as it was written.",
    "",
    ...Object.values(MESSAGES).map(
      ({ name, shownBy, source }) => `- ${upper(name)}: ${[...shownBy, "mail"].join(", ")} ([source](${source}))`,
    ),
    "",
    "Alerts from inside of the cluster go by Alertmanager, without a topic: critical ones to PagerDuty, where paging is on, and",
    "Slack, warnings to Slack. `Watchdog`, which never ends, goes to the topic `<prefix>-heartbeat`, which no one is told by: an",
    "alarm counts its messages, and pages when they stop. On Mondays at 15:00 UTC a test goes the way of every page.",
    ...Object.entries(environments).flatMap(([name, told]) => ["", `## ${name}`, "", ...table(told)]),
  ].join("\n")}\n`;
}

function table(told: readonly Told[]): string[] {
  if (told.every(({ ways }) => ways.length === 0)) return ["No one needs to act: no one is told of anything."];
  const rows = new Map<string, Told[]>();
  for (const one of told) {
    const key = [one.topic, MESSAGES[one.kind].name, one.ways.join(), one.obstacle].join("|");
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [
    `| Topic | Message | Publishers | ${WAYS.join(" | ")} |`,
    `| ----- | ------- | ---------- | ${WAYS.map(() => "---").join(" | ")} |`,
    ...[...rows]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, [first, ...others]]) => {
        if (first === undefined) return "";
        const names = [first, ...others].map(({ publisher }) => publisher.split(".")[1]);
        const listed = names.length > MOST_NAMED ? `${names.length}` : names.map((name) => `\`${name}\``).join(", ");
        const cells = WAYS.map((way) => (first.ways.includes(way) ? "yes" : ""));
        return `| \`${first.topic}\` | ${MESSAGES[first.kind].name} | ${listed} | ${cells.join(" | ")} |`;
      }),
  ];
}

/** More publishers than these are counted. */
const MOST_NAMED = 12;

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
