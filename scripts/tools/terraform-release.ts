import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure";
import { download } from "./download";
import { keep } from "./keep";
import { unzip } from "./zip";

/** The release that is taken where there is none; `.terraform-version` names it for version managers, too. */
export const VERSION = "1.11.4";

/**
 * SHA-256 of its archives by platform, as HashiCorp publishes them.
 * @see https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_SHA256SUMS
 * @see https://github.com/hashicorp/homebrew-tap Formula/terraform.rb at 1.11.4
 */
const CHECKSUMS: Readonly<Record<string, string>> = {
  darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
};

/** What a download depends on besides the environment; tests replace it. */
export interface ReleaseOptions {
  readonly platform?: string;
  readonly checksums?: Readonly<Record<string, string>>;
  /** Milliseconds without a byte after which a server is given up. */
  readonly patienceMs?: number;
}

/**
 * The pinned Terraform in the user's cache, downloaded on the first use from HashiCorp, or from the mirror of its releases
 * that LMS_TERRAFORM_MIRROR names. Only an archive with the pinned checksum is unpacked.
 * @throws Failure that says why it cannot be had
 */
export async function terraformRelease(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  options: ReleaseOptions = {},
): Promise<string> {
  const { platform = `${process.platform}_${process.arch.replace(/^x64$/, "amd64")}`, patienceMs = 15_000 } = options;
  const checksum = (options.checksums ?? CHECKSUMS)[platform];
  if (checksum === undefined) throw new Failure(`no release is pinned for ${platform}`);
  const folder = await keep(env, ["terraform", `${VERSION}_${platform}`, "terraform"], async (folder) => {
    const host = (env.LMS_TERRAFORM_MIRROR || "https://releases.hashicorp.com").replace(/\/+$/, "");
    const url = `${host}/terraform/${VERSION}/terraform_${VERSION}_${platform}.zip`;
    const archive = await download("terraform", url, signal, patienceMs);
    const got = createHash("sha256").update(archive).digest("hex");
    if (got !== checksum) throw new Failure(`the download from ${host} has the checksum ${got}, not ${checksum}`);
    writeFileSync(join(folder, "terraform"), unzip(archive, "terraform"), { mode: 0o755 });
  });
  return join(folder, "terraform");
}
