import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountSettings } from "../../environments/environment";
import { type Terraform, TerraformError } from "../terraform";
import { TerraformRoot } from "../terraform-root";
import type { Outputs } from "./platform-facts";

/**
 * The outputs of a deployed root, read from its state by a root of which they are a data source. That takes no synth and
 * no provider, which `terraform init` would want for the resources of a state of its own. `{}` when nothing was applied yet.
 * @see https://developer.hashicorp.com/terraform/language/state/remote-state-data
 */
export async function deployedOutputs(
  terraform: Terraform,
  { account, region, stateBucket }: AccountSettings,
  name: string,
): Promise<Outputs> {
  const folder = mkdtempSync(join(tmpdir(), "lms-contract-"));
  try {
    const config = { bucket: stateBucket, key: `${name}/terraform.tfstate`, region, allowed_account_ids: [account] };
    const data = { terraform_remote_state: { deployed: { backend: "s3", config } } };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Terraform's
    const output = { deployed: { value: "${data.terraform_remote_state.deployed.outputs}", sensitive: true } };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ data, output }));
    const root = new TerraformRoot(terraform, name, folder);
    await root.init();
    await terraform.run(name, folder, ["apply", "-json", "-auto-approve"]);
    const { stdout } = await terraform.run(name, folder, ["output", "-json"]);
    const { deployed } = JSON.parse(stdout) as { deployed: { value: Readonly<Record<string, unknown>> } };
    return Object.fromEntries(Object.entries(deployed.value).map(([output, value]) => [output, { value }]));
  } catch (error) {
    const isMissing = (diagnostics: TerraformError["diagnostics"]) =>
      diagnostics.some(({ summary }) => summary === "Unable to find remote state");
    if (error instanceof TerraformError && isMissing(error.diagnostics)) return {};
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
