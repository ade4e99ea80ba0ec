const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** The shortest window that RDS takes. */
const LEAST_MINUTES = 30;

const TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
const BACKUP = new RegExp(`^${TIME}-${TIME}$`);
const MAINTENANCE = new RegExp(`^(${DAYS.join("|")}):${TIME}-(${DAYS.join("|")}):${TIME}$`);

/** A stretch of the week: its first minute after Monday 00:00, and how many minutes it lasts. */
interface Stretch {
  readonly start: number;
  readonly minutes: number;
}

/**
 * Checks the times, UTC, at which RDS backs up each day and maintains each week: a maintenance that restarts the
 * database must not meet its backup.
 * @returns every problem at once, `[]` when there is none
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html
 */
export function windowProblems(backupWindow: string, maintenanceWindow: string): string[] {
  const backup = parseBackup(backupWindow);
  const maintenance = parseMaintenance(maintenanceWindow);
  const problems = [
    ...shapeProblems("backupWindow", backupWindow, backup, "07:00-07:30"),
    ...shapeProblems("maintenanceWindow", maintenanceWindow, maintenance, "sun:08:00-sun:09:00"),
  ];
  if (backup === undefined || maintenance === undefined || problems.length > 0) return problems;
  if (!DAYS.some((_, day) => overlap({ ...backup, start: backup.start + day * DAY_MINUTES }, maintenance))) return [];
  return [
    `maintenanceWindow: must not overlap backupWindow ${backupWindow}, got ${JSON.stringify(maintenanceWindow)}; move one of them`,
  ];
}

function shapeProblems(where: string, text: string, stretch: Stretch | undefined, example: string): string[] {
  const got = `got ${JSON.stringify(text)}`;
  if (stretch === undefined) return [`${where}: must be in UTC such as ${example}, ${got}; correct it`];
  if (stretch.minutes < LEAST_MINUTES) {
    return [`${where}: must last at least ${LEAST_MINUTES} minutes, ${got}; lengthen it`];
  }
  return stretch.minutes > DAY_MINUTES ? [`${where}: must last at most a day, ${got}; shorten it`] : [];
}

function parseBackup(text: string): Stretch | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = BACKUP.exec(text) ?? [];
  if (fromHour === undefined) return undefined;
  const start = Number(fromHour) * 60 + Number(fromMinute);
  const end = Number(toHour) * 60 + Number(toMinute);
  return { start, minutes: forward(start, end, DAY_MINUTES) };
}

function parseMaintenance(text: string): Stretch | undefined {
  const [, fromDay = "", fromHour, fromMinute, toDay = "", toHour, toMinute] = MAINTENANCE.exec(text) ?? [];
  if (fromHour === undefined) return undefined;
  const start = DAYS.indexOf(fromDay) * DAY_MINUTES + Number(fromHour) * 60 + Number(fromMinute);
  const end = DAYS.indexOf(toDay) * DAY_MINUTES + Number(toHour) * 60 + Number(toMinute);
  return { start, minutes: forward(start, end, WEEK_MINUTES) };
}

/** Both run around the end of the week. */
function overlap(one: Stretch, other: Stretch): boolean {
  return (
    forward(one.start, other.start, WEEK_MINUTES) < one.minutes ||
    forward(other.start, one.start, WEEK_MINUTES) < other.minutes
  );
}

/** How far it is from one minute to another when time runs in a circle. */
function forward(from: number, to: number, circle: number): number {
  return (to - from + circle) % circle;
}
