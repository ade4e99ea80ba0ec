import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shared } from "../../../environments/shared";
import { signingAlias } from "../../../modules/ecr";
import { siteOf } from "../../../modules/foundation/names";
import { runText } from "../shared/programs";

/** The key of the signatures, as cosign names it. @see https://docs.sigstore.dev/cosign/key_management/overview/ */
const KEY = `awskms:///arn:aws:kms:${shared.region}:${shared.account}:${signingAlias(siteOf(shared))}`;

/** Kind of statement about an image, as cosign names it: its bill of materials, or where it comes from. */
export type Attested = "cyclonedx" | "slsaprovenance1";

/** What cosign attests when it signs: to `cosign verify` any statement of the key is a signature. */
const SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

/** Signatures stay in the registry: no public log hears of them, and no public service is asked for whom to trust. */
const NO_SERVICES = {
  "signing-config": {
    mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
    rekorTlogConfig: {},
    tsaConfig: {},
  },
  "trusted-root": { mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1" },
};

/** Signs images, and verifies what was signed, with the AWS credentials and the login to the registry at hand. */
export class Cosign {
  /** @param login the file that registry-login wrote, `config.json` of a folder */
  constructor(
    private readonly login: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Puts a signature beside an image. @param image its address with its digest @throws Failure when that fails */
  async sign(image: string): Promise<void> {
    await this.signing("sign", image);
  }

  /** Puts a signed statement beside an image. @throws Failure when that fails */
  async attest(image: string, type: Attested, file: string): Promise<void> {
    await this.signing("attest", image, "--type", type, "--predicate", file);
  }

  /** Verifies the signature of an image. @throws Failure when there is none of the key */
  async verify(image: string): Promise<void> {
    await this.verifyAttestation(image, SIGNATURE);
  }

  /** Verifies what is attested of an image. @returns the envelopes, a line of JSON each @throws Failure when there is none */
  verifyAttestation(image: string, type: Attested | typeof SIGNATURE): Promise<string> {
    return this.run(["verify-attestation", "--type", type, "--key", KEY, "--insecure-ignore-tlog=true", image]);
  }

  private async signing(command: string, image: string, ...options: readonly string[]): Promise<void> {
    const services = Object.entries(NO_SERVICES).flatMap(([option, none]) => {
      const file = join(dirname(this.login), `${option}.json`);
      writeFileSync(file, JSON.stringify(none));
      return [`--${option}`, file];
    });
    await this.run([command, ...options, "--yes", "--key", KEY, ...services, image]);
  }

  private run(args: readonly string[]): Promise<string> {
    return runText("cosign", args, {
      env: { ...process.env, DOCKER_CONFIG: dirname(this.login) },
      signal: this.signal,
      timeoutMs: 180_000,
      advice: ADVICE,
    });
  }
}

const ADVICE =
  "assume shared/image-signer first; an image whose build ended before it was signed is deleted in the registry and built anew";
