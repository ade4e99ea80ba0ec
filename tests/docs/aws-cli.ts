import type { Member, ServiceModel, Shape } from "../../sandbox/gateway/judgement/service-models";

/** Looks up the model of a service. */
export type Models = (service: string) => ServiceModel | undefined;

/** Options of every command. @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html */
const GLOBAL = ["query", "output", "region", "profile", "cli-binary-format", "no-cli-pager", "max-items", "page-size"];

/**
 * Commands of the AWS CLI, version 2, that are no operation of a service: how many arguments, and which options.
 * @see https://docs.aws.amazon.com/cli/latest/reference/
 */
const OF_THE_CLI: Readonly<Record<string, { readonly arguments: number; readonly options: readonly string[] }>> = {
  "s3 ls": { arguments: 1, options: ["recursive", "human-readable", "summarize"] },
  "s3 cp": { arguments: 2, options: ["recursive", "only-show-errors"] },
  "s3 sync": { arguments: 2, options: ["delete", "only-show-errors", "source-region"] },
  "logs tail": { arguments: 1, options: ["since", "follow", "format", "filter-pattern", "log-stream-names"] },
  "eks update-kubeconfig": { arguments: 0, options: ["name", "role-arn", "alias"] },
};

/** Folders of models that are not called as the command is. */
const SERVICES: Readonly<Record<string, string>> = { s3api: "s3" };

/** Options that the CLI adds to an operation. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  "ec2 authorize-security-group-ingress": ["protocol", "port", "source-group", "cidr"],
};

/** Operations whose answer goes to a file that is named last. */
const INTO_FILES = ["lambda invoke", "s3api get-object"];

/**
 * Checks a command of the AWS CLI against AWS's model of the service.
 * @param complete whether it must have all that the operation requires
 * @returns every problem, `[]` when there is none
 */
export function awsProblems(models: Models, args: readonly string[], complete: boolean): string[] {
  const [service = "", command = "", ...rest] = args;
  const name = `${service} ${command}`;
  const { words, options } = split(rest);
  const own = OF_THE_CLI[name];
  if (own !== undefined) {
    const unknown = [...options.keys()].filter((option) => ![...GLOBAL, ...own.options].includes(option));
    return [
      ...unknown.map((option) => `${name}: has no option --${option}`),
      ...(complete && words.length !== own.arguments ? [`${name}: takes ${own.arguments} arguments`] : []),
    ];
  }
  const model = models(SERVICES[service] ?? service);
  const operation = Object.values(model?.operations ?? {}).find((known) => kebab(known.name) === command);
  if (model === undefined || operation === undefined) return [`${name}: is no command`];
  const input: Shape = model.shapes[operation.input?.shape ?? ""] ?? { type: "structure" };
  const members = new Map(Object.entries(input.members ?? {}).map(([member, of]) => [kebab(member), of]));
  const problems = [...options].flatMap(([option, values]): string[] => {
    if (GLOBAL.includes(option) || ADDED[name]?.includes(option)) return [];
    const member = members.get(option) ?? members.get(option.replace(/^no-/, ""));
    return member === undefined ? [`${name}: has no option --${option}`] : valueProblems(model, member, option, values);
  });
  const required = (input.required ?? []).map(kebab).filter((member) => complete && !options.has(member));
  const files = INTO_FILES.includes(name) ? 1 : 0;
  return [
    ...problems,
    ...required.map((member) => `${name}: requires --${member}`),
    ...(complete && words.length !== files ? [`${name}: takes ${files} arguments, got ${words.join(" ")}`] : []),
  ];
}

function valueProblems(model: ServiceModel, { shape }: Member, option: string, values: readonly string[]): string[] {
  const { type, member, members, enum: known } = model.shapes[shape] ?? { type: "unknown" };
  // The CLI has `--option` and `--no-option` also for a structure of nothing but a boolean `Value`.
  const [only = "", ...others] = Object.keys(members ?? {});
  const isFlag =
    only === "Value" && others.length === 0 && model.shapes[members?.Value?.shape ?? ""]?.type === "boolean";
  if (type === "boolean" || isFlag) return values.length === 0 ? [] : [`--${option}: takes no value`];
  if (values.length === 0) return [`--${option}: takes a value`];
  const words = type === "list" ? model.shapes[member?.shape ?? ""]?.enum : known;
  const free = values.filter((value) => !/placeholder|^word$|^\$|[={[]/.test(value));
  return words === undefined
    ? []
    : free
        .filter((value) => !words.includes(value))
        .map((value) => `--${option}: is one of ${words.join(", ")}, got ${value}`);
}

/** The arguments before the options, or after the last value; and each option with its values. */
function split(args: readonly string[]) {
  const words: string[] = [];
  const options = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const arg of args) {
    if (arg.startsWith("--")) {
      current = [];
      options.set(arg.slice(2), current);
    } else if (current === undefined) words.push(arg);
    else current.push(arg);
  }
  // The name of a file stands behind the value of the last option.
  for (const [, values] of [...options].slice(-1)) {
    if (values.length > 1 && args.at(-1)?.endsWith(".json")) words.push(...values.splice(-1));
  }
  return { words, options };
}

/** The name of an operation or of a member as the CLI writes it. */
function kebab(name: string): string {
  return name
    .replace(/[A-Z]{3,}s$/, (acronyms) => `-${acronyms.toLowerCase()}`)
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}
