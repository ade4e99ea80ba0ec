import { type ParseArgsConfig, parseArgs } from "node:util";
import { ACCOUNTS, type AccountSettings, ENVIRONMENTS, type Environment } from "../environments";
import { CODE_EDITS, EDITS } from "../environments/edits";
import { secondRegionOf } from "../environments/environment";
import { RECOVERY_APPLICATIONS, type RecoveryApplication } from "../modules/disaster-recovery";
import { Failure } from "../scripts/failure";
import { ACCOUNTS as ACCOUNT_KINDS, type AccountKind } from "./gateway/judgement/account";

/** Words for all environments whose data is protected alike. */
const PROTECTIONS: readonly string[] = ["retained", "disposable"] satisfies Environment["dataProtection"][];

const KNOWN = ACCOUNTS.map(({ name }) => name).join(", ");

/** The text of `--help`. */
export const HELP = `npm run sandbox -- <environment...> [--keep | --destroy] [--account KIND] [--taken-bucket NAME]...
                        [--json] [--port N]
npm run sandbox -- upgrade <environment...> [--from REF] [more of these]
npm run sandbox -- permissions <environment...> [--record <folder>]
npm run sandbox -- edits <environment> [<edit>...]
npm run sandbox -- runbooks <environment>
npm run sandbox -- drill <environment> [--mode none|pilot-light|warm-standby]
npm run sandbox -- cluster <environment>

Tries an environment without an AWS account: starts a local AWS (moto behind the project's gateway), creates the state
bucket, and then plans, applies, plans again and destroys every root, with the same Terraform JSON that is deployed. It
plans as the planner and applies as the deployer, and every request is authorized as AWS does it.

What runs in the cluster is applied on a real Kubernetes API on this machine, with nodes and pods that are only played. Where
Terraform can have the Kubernetes and Helm providers, all charts, and the AWS CLI, it does so with the JSON that is deployed; else kubectl
and helm do from the same JSON, and pods of the same size stand in for charts that are not at hand. A line tells which, and why.
Zones are lost, where an environment goes on without one, and nodes replaced. LMS_CHARTS names a folder of unpacked charts, in
the versions of the JSON, to have instead of their repositories'. KUBEBUILDER_ASSETS names a folder with the programs of a cluster;
without it they are downloaded, or built by Go, once, into the cache.

\`edits\` plans every edit of environments/edits on a platform that was applied, and compares what they do with what the table
says: with one column where data is retained, with the other where it is disposable. For prod it also applies some. Of edits
that are named, it plans those alone. It takes a sandbox that is kept, and keeps it; or else it applies one, and destroys it.

\`upgrade\` does the same on top of the previous release, which it applies first, and prints the review of the plan. It fails where
something would be lost that cannot be made again.

\`runbooks\` runs the commands of docs/ on an applied environment with the AWS CLI, each as the role that the page names, and
plans again: they must leave nothing to change. It takes a kept sandbox as \`edits\` does.

\`drill\` has the application stand by in the second region, as a pilot light or by another mode of recovery.application, makes
the home region answer with errors, does what docs/disaster-recovery.md tells as the roles that it names, checks what serves
then, and goes the whole way back: the plans must be empty. It writes its table to .sandbox/<environment>/drill.md, and takes a
kept sandbox as \`edits\` does.

\`permissions\` tells what each role used in the last run of an environment, and what it is granted and did not use.

\`cluster\` does of all this only what is done on the Kubernetes API, in minutes: without a local AWS, and so with names in the place
of the platform's outputs, and nobody who signs in.

  <environment>  any of ${KNOWN}; at most three work at a time. \`retained\` and \`disposable\` are all whose
                 data is, if any
  --keep         applies everything and leaves it running, to look around
  --destroy      destroys what --keep left running, and ends it
  --account      what AWS lets the account have: \`prepared\`, by default, what README says to ask for, or \`new\`
  --taken-bucket an S3 bucket that another account has, so that it cannot be made; may be given several times
  --json         prints one JSON document on stdout, progress on stderr
  --record       writes what planner and deployer used, for the tests that take it away, to <folder>/<environment>.jsonl
  --port N       where the local AWS listens, for one environment; a free port by default
  --from REF     the release to upgrade from; by default the last tag v*, or the commit before this one where there is none
  --help         this text

Exit code 0 when all went well, 1 when anything failed, 130 after Ctrl-C. Logs and the synthesized JSON
are in .sandbox/<environment>/, or below LMS_SANDBOX_FOLDER.`;

/** What the command line asks for. */
export interface SandboxArguments {
  readonly environments: readonly AccountSettings[];
  readonly keep: boolean;
  readonly destroy: boolean;
  /** What AWS lets the accounts have. */
  readonly account: AccountKind;
  /** S3 buckets that other accounts have. */
  readonly takenBuckets: readonly string[];
  readonly json: boolean;
  /** 0 takes a free port. */
  readonly port: number;
  /** Tells that the previous release is applied first. */
  readonly upgrade: boolean;
  /** That release: a tag or commit; found by default. */
  readonly from?: string;
}

/** What `permissions` is asked for. */
export interface PermissionsArguments {
  readonly environments: readonly AccountSettings[];
  /** The folder that is written to; none by default. */
  readonly record: string | undefined;
}

/** Reads the command line of `permissions`. @returns undefined when it is not asked for @throws Failure with the first mistake */
export function readPermissionsArguments(args: readonly string[]): PermissionsArguments | undefined {
  if (args[0] !== "permissions") return undefined;
  const options = { record: { type: "string" } } as const;
  const { values, positionals } = parse(args.slice(1), options);
  return { environments: environmentsOf(positionals), record: values.record };
}

/** Reads the command line of `edits`. @returns undefined when it is not asked for @throws Failure for another environment */
export function readEditsArguments(args: readonly string[]): EditsArguments | undefined {
  if (args[0] !== "edits") return undefined;
  const [name = "none", ...edits] = parse(args.slice(1), {}).positionals;
  const environment = ENVIRONMENTS.find((each) => each.name === name);
  if (environment === undefined) {
    const known = ENVIRONMENTS.map((each) => each.name).join(", ");
    throw new Failure(`sandbox: edits must name one environment, got ${name}; choose from ${known}`);
  }
  const unknown = edits.filter((edit) => !(edit in EDITS || edit in CODE_EDITS));
  if (unknown.length === 0) return { environment, edits };
  throw new Failure(
    `sandbox: edits must be those of docs/edits.md, got ${unknown.join(", ")}; look it up in environments/edits`,
  );
}

/** What `edits` is asked for. */
export interface EditsArguments {
  readonly environment: Environment;
  /** Edits to plan alone; all by default. */
  readonly edits: readonly string[];
}

/** Reads the command line of `runbooks`. @returns undefined when it is not asked for @throws Failure with the first mistake */
export function readRunbooksArguments(args: readonly string[]): Environment | undefined {
  return args[0] === "runbooks" ? oneEnvironment("runbooks", parse(args.slice(1), {}).positionals) : undefined;
}

/** Reads the command line of `cluster`. @returns undefined when it is not asked for @throws Failure with the first mistake */
export function readClusterArguments(args: readonly string[]): Environment | undefined {
  return args[0] === "cluster" ? oneEnvironment("cluster", parse(args.slice(1), {}).positionals) : undefined;
}

/** What `drill` is asked for. */
export interface DrillArguments {
  readonly environment: Environment;
  /** What stands by in it. */
  readonly mode: RecoveryApplication;
}

/**
 * Reads the command line of `drill`. @returns undefined when it is not asked for
 * @throws Failure with the first mistake, and for an environment without a second region
 */
export function readDrillArguments(args: readonly string[]): DrillArguments | undefined {
  if (args[0] !== "drill") return undefined;
  const { values, positionals } = parse(args.slice(1), { mode: { type: "string", default: "pilot-light" } });
  const environment = oneEnvironment("drill", positionals);
  if (secondRegionOf(environment) === "none") {
    throw new Failure(
      `sandbox: drill must be of an environment with a second region, got ${environment.name}, whose recovery is none`,
    );
  }
  const mode = RECOVERY_APPLICATIONS.find((each) => each === values.mode);
  if (mode !== undefined) return { environment, mode };
  throw new Failure(
    `sandbox: --mode must be what stands by, got ${values.mode}; choose from ${RECOVERY_APPLICATIONS.join(", ")}`,
  );
}

function oneEnvironment(command: string, names: readonly string[]): Environment {
  const environment = ENVIRONMENTS.find(({ name }) => name === names[0]);
  if (environment !== undefined && names.length === 1) return environment;
  const known = ENVIRONMENTS.map(({ name }) => name).join(", ");
  const got = names.join(", ") || "none";
  throw new Failure(`sandbox: ${command} must name one environment, got ${got}; choose from ${known}`);
}

/** Reads the command line. @returns undefined when only the help is wanted @throws Failure with the first mistake */
export function readArguments(args: readonly string[]): SandboxArguments | undefined {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  const taken = { type: "string", multiple: true, default: [] as string[] } as const;
  const options = {
    ...{ keep: flag, destroy: flag, json: flag, help: flag },
    ...{ account: text, port: text, "taken-bucket": taken, from: text },
  } as const;
  const upgrade = args[0] === "upgrade";
  const { values, positionals } = parse(upgrade ? args.slice(1) : args, options);
  if (values.help) return undefined;
  const environments = environmentsOf(positionals);
  const { keep, destroy, json } = values;
  if (keep && destroy)
    throw new Failure("sandbox: --keep and --destroy must not be given together, got both; choose one");
  const account = readAccount(values.account);
  const { "taken-bucket": takenBuckets, from } = values;
  if (from !== undefined && !upgrade)
    throw new Failure(`sandbox: --from must go with upgrade, got ${from}; npm run sandbox -- upgrade <environment>`);
  const port = readPort(values.port, environments.length);
  const release = from === undefined ? {} : { from };
  return { environments, keep, destroy, account, takenBuckets, json, port, upgrade, ...release };
}

function environmentsOf(names: readonly string[]): AccountSettings[] {
  if (names.length === 0) {
    throw new Failure(`sandbox: must name at least one environment, got none; choose from ${KNOWN}`);
  }
  const named = names.flatMap((name) => {
    const environment = ACCOUNTS.find((candidate) => candidate.name === name);
    if (environment !== undefined) return environment;
    if (PROTECTIONS.includes(name)) return ENVIRONMENTS.filter(({ dataProtection }) => dataProtection === name);
    throw new Failure(`sandbox: must name a known environment, got ${JSON.stringify(name)}; choose from ${KNOWN}`);
  });
  return [...new Set(named)];
}

function parse<Options extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`sandbox: ${(error as Error).message}; see --help`);
  }
}

function readAccount(text = "prepared"): AccountKind {
  const kinds = Object.keys(ACCOUNT_KINDS) as AccountKind[];
  const kind = kinds.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new Failure(`sandbox: --account must be one of ${kinds.join(", ")}, got ${JSON.stringify(text)}; choose one`);
}

function readPort(text: string | undefined, environments: number): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`sandbox: --port must be a number from 1 to 65535, got ${JSON.stringify(text)}`);
  }
  if (environments > 1) {
    throw new Failure(`sandbox: --port must go with one environment, got ${environments}; leave it out for free ports`);
  }
  return port;
}
