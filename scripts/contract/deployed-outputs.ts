import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountSettings } from "../../environments/environment";
import type { Terraform } from "../terraform";
import { TerraformRoot } from "../terraform-root";
import type { Outputs } from "./platform-facts";

/**
 * The outputs of a deployed root, from its state. A root that has nothing but the backend is enough to read them: it
 * needs no synth and no provider. `{}` when nothing was applied yet.
 */
export async function deployedOutputs(
  terraform: Terraform,
  { account, region, stateBucket }: AccountSettings,
  root: string,
): Promise<Outputs> {
  const folder = mkdtempSync(join(tmpdir(), "lms-contract-"));
  try {
    const s3 = { bucket: stateBucket, key: `${root}/terraform.tfstate`, region, allowed_account_ids: [account] };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { s3 } } }));
    await new TerraformRoot(terraform, root, folder).init();
    return JSON.parse((await terraform.run(root, folder, ["output", "-json"])).stdout) as Outputs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
