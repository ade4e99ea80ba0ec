import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../../scripts/failure";
import type { TerraformRoot } from "../../../scripts/terraform-root";
import { persist } from "../shared/persist";
import { runText } from "../shared/programs";

/** File in a root's folder into which Terraform writes the state that its backend did not take. */
export const ERRORED_STATE = "errored.tfstate";

/**
 * Saves the state that an apply could not write: the folder is gone with the agent. It is pushed once more, and else
 * kept in the state bucket beside the state, encrypted by the bucket's key. Does nothing when the apply has written it.
 * @param seconds how long each of the two is tried: credentials that ran out are new after a while
 * @throws Failure that says where it is, and how to go on
 */
export async function saveState(root: TerraformRoot, seconds: number, signal: AbortSignal): Promise<void> {
  const file = join(root.folder, ERRORED_STATE);
  if (!existsSync(file)) return;
  console.error(`${root.name}: the backend did not take the state; it is pushed again`);
  // The apply whose lock may still be there has ended, and Terraform refuses a state that is older than the backend's.
  const push = () => root.pushState(ERRORED_STATE, "-lock=false");
  const problem = await problemOf(persist(push, { seconds, signal }));
  if (problem === undefined) {
    rmSync(file);
    console.error(`${root.name}: the state is saved`);
    return;
  }
  const { bucket, key } = root.configuration().terraform.backend.s3 ?? {
    bucket: "",
    key: `${root.name}/terraform.tfstate`,
  };
  // The deployer may write it there, and may not delete it.
  const kept = key.replace(/[^/]*$/, `errored/${new Date().toISOString().replaceAll(":", "-")}/terraform.tfstate`);
  const put = ["s3api", "put-object", "--bucket", bucket, "--key", kept, "--body", file];
  const keep = () => runText("aws", put, { env: process.env, signal, advice: "see whether the bucket can be reached" });
  const lost = await problemOf(persist(keep, { seconds, signal }));
  const readme = 'see "Recover" in README.md';
  if (lost === undefined) {
    throw new Failure(
      `${root.name}: the state must be saved, got ${problem}\nIt is kept as s3://${bucket}/${kept}; push it before anything else is applied, ${readme}`,
    );
  }
  throw new Failure(
    `${root.name}: the state must be saved, got ${problem}\nIt is in ${file} alone, which goes with the agent: ${lost}\n` +
      `Copy it while the agent is there, or import what the apply has made, ${readme}`,
  );
}

async function problemOf(action: Promise<unknown>): Promise<string | undefined> {
  return action.then(
    () => undefined,
    (error: Error) => error.message,
  );
}
