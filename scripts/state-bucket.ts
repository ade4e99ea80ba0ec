import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { AccountSettings } from "../environments";
import { formatChanges } from "./drift";
import { Failure } from "./failure";
import { TerraformError } from "./terraform";
import type { State, TerraformRoot } from "./terraform-root";

/** Inputs and questions of a bootstrap. */
export interface BootstrapOptions {
  readonly environment: AccountSettings;
  /** The root that creates the state bucket, in the folder that the synth wrote. */
  readonly root: TerraformRoot;
  /** The file that holds the root's state until the bucket can; it outlives an interruption. */
  readonly localState: string;
  /** Asked before anything is changed; gives the plan as text. */
  readonly approve: (plan: () => Promise<string>) => Promise<boolean>;
  readonly say: (line: string) => void;
}

/**
 * Creates an environment's state bucket with the root that lives in it: applied with a local state first, which
 * then moves into the bucket. Where the bucket already holds the state it is planned against that; an interrupted
 * run is taken up where it ended. An existing state in the bucket is never replaced, and the local state is deleted
 * only after the bucket was seen to hold it.
 * @returns how many resources were created or changed
 * @throws Failure when the bucket is not this environment's, or the plan is not approved
 */
export async function bootstrapStateBucket(options: BootstrapOptions): Promise<number> {
  const { environment, root, localState, say } = options;
  const bucket = environment.stateBucket;
  rmSync(overrideFile(root), { force: true });
  const remote = await remoteState(options);
  if (remote !== undefined && remote.lineage !== "") {
    if (existsSync(localState)) await removeLocalState(options, remote);
    return planAndApply(options, `${bucket} holds the state of ${root.name}`);
  }
  if (remote !== undefined && !existsSync(localState)) {
    throw new Failure(
      `${root.name}: the bucket ${bucket} must not exist before its root, got one without the root's state; ` +
        `delete it if it is empty, restore its object ${root.name}/terraform.tfstate, or choose another stateBucket`,
    );
  }
  const resuming = existsSync(localState) ? `takes up the interrupted run in ${localState}` : `creates ${bucket}`;
  const changed = await applyWithLocalState(options, resuming);
  say(`${root.name}: moves its state into ${bucket}`);
  await root.init();
  await root.pushState(localState);
  await removeLocalState(options, await root.pullState());
  const { empty } = await root.plan();
  if (empty) return changed;
  throw new Failure(
    `${root.name}: a second plan must change nothing, got:\n${formatChanges(await root.plannedChanges())}`,
  );
}

function overrideFile(root: TerraformRoot): string {
  return join(root.folder, "backend_override.tf.json");
}

/** The head of the state in the bucket, with an empty lineage if it holds none; undefined without a bucket. */
async function remoteState(options: BootstrapOptions): Promise<State | undefined> {
  try {
    await options.root.init();
    return await options.root.pullState();
  } catch (error) {
    if (/NoSuchBucket|StatusCode: 404/.test(textOf(error))) return undefined;
    throw explained(error, options.environment);
  }
}

async function applyWithLocalState(options: BootstrapOptions, intent: string): Promise<number> {
  const { root, localState } = options;
  mkdirSync(dirname(localState), { recursive: true });
  const override = { terraform: { backend: { local: { path: localState } } } };
  writeFileSync(overrideFile(root), JSON.stringify(override, undefined, 2));
  try {
    await root.init();
    return await planAndApply(options, intent);
  } finally {
    rmSync(overrideFile(root), { force: true });
  }
}

async function planAndApply({ environment, root, approve, say }: BootstrapOptions, intent: string): Promise<number> {
  say(`${root.name}: ${intent}`);
  try {
    const { empty } = await root.plan();
    if (empty) {
      say(`${root.name}: nothing to change`);
      return 0;
    }
    if (!(await approve(() => root.planText()))) throw new Failure(`${root.name}: not approved, nothing was changed`);
    const { counts } = await root.apply();
    say(`${root.name}: ${counts.add} created, ${counts.change} changed, ${counts.remove} removed`);
    return counts.add + counts.change + counts.remove;
  } catch (error) {
    throw explained(error, environment);
  }
}

/** Deletes the local state if the bucket's holds the same. Terraform gives a state that it moves a new lineage. */
async function removeLocalState({ root, localState }: BootstrapOptions, remote: State): Promise<void> {
  const local = JSON.parse(readFileSync(localState, "utf8")) as State;
  if (!isDeepStrictEqual(local.resources, remote.resources)) {
    throw new Failure(
      `${root.name}: the bucket must hold what the local state holds before that is deleted, got ` +
        `${local.resources.length} resources in ${localState} and ${remote.resources.length}, or others, in the ` +
        "bucket; compare them with terraform show and remove the file that is not the platform's",
    );
  }
  for (const file of [localState, `${localState}.backup`]) rmSync(file, { force: true });
}

function textOf(error: unknown): string {
  if (!(error instanceof TerraformError)) return "";
  return error.diagnostics.map(({ summary, detail }) => `${summary}\n${detail ?? ""}`).join("\n") || error.message;
}

/** The same failure in the words of the bootstrap, where Terraform's own do not say what to do. */
function explained(error: unknown, { name, account, region, stateBucket }: AccountSettings): unknown {
  const text = textOf(error);
  const other = /AWS account ID not allowed: (\d+)/.exec(text)?.[1];
  if (other !== undefined) {
    return new Failure(`${name}: the credentials must be of account ${account}, got ${other}; log in to ${account}`);
  }
  if (/No valid credential sources|ExpiredToken|InvalidClientTokenId|no EC2 IMDS role found/.test(text)) {
    return new Failure(
      `${name}: valid AWS credentials for account ${account} must be set, got none; log in, for example with ` +
        "aws sso login, and set AWS_PROFILE",
    );
  }
  if (/BucketAlreadyExists|StatusCode: 403|AccessDenied/.test(text) && text.includes(stateBucket)) {
    return new Failure(
      `${name}: the bucket ${stateBucket} must be free or belong to account ${account}, got access denied; ` +
        `choose another stateBucket in environments/${name}.ts, or get access to it:\n  ${text.trim().replace(/\n+/g, "\n  ")}`,
    );
  }
  if (/StatusCode: 301|PermanentRedirect/.test(text)) {
    return new Failure(
      `${name}: the bucket ${stateBucket} must be in ${region}, got one in another region; correct the region or the name`,
    );
  }
  return error;
}
