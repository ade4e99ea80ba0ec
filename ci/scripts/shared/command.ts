import { parseArgs } from "node:util";
import { Failure, runProgram } from "../../../scripts/failure";

/** One option of a program. Every option takes a value. */
export interface Option {
  /** Name of the value in the help, such as `<seconds>`; `choices` instead where only some values are taken. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** The value when the option is not given. Without one it must be given. */
  readonly default?: string;
  readonly about: string;
}

/** A program of the pipelines: its command line, and what it does. */
export interface Command<Name extends string> {
  readonly name: string;
  readonly about: string;
  readonly options: Readonly<Record<Name, Option>>;
  readonly run: (values: Readonly<Record<Name, string>>, signal: AbortSignal) => Promise<void>;
}

/** Runs a program with the process's arguments; `--help` prints how it is used. */
export function runCommand<Name extends string>(command: Command<Name>): void {
  void runProgram(async (signal) => {
    const values = readValues(command, process.argv.slice(2));
    if (values === undefined) console.log(helpText(command));
    else await command.run(values, signal);
  });
}

/**
 * The value of every option; undefined when only the help is wanted.
 * @throws Failure for an option that is unknown, missing, or not one of its choices
 */
export function readValues<Name extends string>(
  { name, options }: Command<Name>,
  args: readonly string[],
): Readonly<Record<Name, string>> | undefined {
  const given = parse(name, Object.keys(options), args);
  if (given.help === true) return undefined;
  const values: Record<string, string> = {};
  for (const [option, { choices, default: fallback }] of Object.entries<Option>(options)) {
    const value = given[option] ?? fallback;
    if (typeof value !== "string") throw new Failure(`${name}: --${option} must be given, got nothing; see --help`);
    if (choices !== undefined && !choices.includes(value)) {
      throw new Failure(
        `${name}: --${option} must be one of ${choices.join(", ")}, got ${JSON.stringify(value)}; see --help`,
      );
    }
    values[option] = value;
  }
  return values as Record<Name, string>;
}

function parse(name: string, options: readonly string[], args: readonly string[]) {
  const strings = Object.fromEntries(options.map((option) => [option, { type: "string" as const }]));
  try {
    return parseArgs({ args: [...args], options: { ...strings, help: { type: "boolean" as const } } })
      .values as Partial<Record<string, string | boolean>>;
  } catch (error) {
    throw new Failure(`${name}: ${(error as Error).message}; see --help`);
  }
}

/** Usage of a program. The linter of the Jenkinsfiles reads the options from it. */
export function helpText<Name extends string>({ name, about, options }: Command<Name>): string {
  const lines = Object.entries<Option>(options).map(([option, { value, choices, default: fallback, about: text }]) => {
    const left = `--${option} ${value ?? choices?.join("|")}`;
    return `  ${left.padEnd(44)} ${text}${fallback ? ` (${fallback})` : ""}`;
  });
  return [`node scripts/run.js ci/scripts/${name}.ts`, "", about, "", ...lines].join("\n");
}

/** A number of seconds from an option. @throws Failure when it is not a whole number from 1 to 86,400 */
export function secondsOf(name: string, option: string, value: string): number {
  return numberOf(name, option, value, 86_400, " seconds");
}

/** A number from an option. @throws Failure when it is not a whole one from 1 to `max` */
export function numberOf(name: string, option: string, value: string, max: number, unit = ""): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new Failure(
    `${name}: --${option} must be 1 to ${max} whole${unit || " numbers"}, got ${JSON.stringify(value)}; see --help`,
  );
}
