import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../../scripts/failure";
import { Cosign } from "./images/cosign";
import { checkedTag, imageAt } from "./images/image-reference";
import { provenanceOf } from "./images/provenance";
import { DIGEST, publishedDigest } from "./images/published";
import { LOGIN_OPTION, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { readJson } from "./shared/json";

runCommand({
  name: "sign-image",
  about: `Signs the image that this build has pushed, and attests its bill of materials (CycloneDX) and its provenance (SLSA).
Needs the AWS credentials of the image signer.`,
  options: {
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    digest: { value: "<digest>", about: "The image's digest, as this build has pushed it." },
    sbom: { value: "<file>", about: "Its bill of materials, as trivy image --format cyclonedx writes it." },
    build: { value: "<url>", about: "The URL of the build." },
    "platform-commit": { value: "<commit>", about: "The commit of this project that the build works with." },
    login: LOGIN_OPTION,
  },
  run: async ({ service, tag, digest, sbom, build, "platform-commit": platformCommit, login }, signal) => {
    const commit = checkedTag("sign-image", tag);
    if (!DIGEST.test(digest)) {
      throw new Failure(
        `sign-image: --digest must be sha256: and 64 digits, got ${JSON.stringify(digest)}; push the image first`,
      );
    }
    if (!URL.canParse(build)) {
      throw new Failure(`sign-image: --build must be a URL, got ${JSON.stringify(build)}; set Jenkins' own URL`);
    }
    const published = await publishedDigest(
      "sign-image",
      { service, tag: commit, role: "shared/image-signer" },
      signal,
    );
    if (published !== digest) {
      throw new Failure(
        `sign-image: ${service} ${commit} in the registry must be what this build has pushed, ${digest}, got ${published ?? "none"}; ` +
          "find out who else pushes, and deliver another commit",
      );
    }
    readJson(sbom, { bomFormat: "text", components: "list" }, "trivy");
    const provenance = join(dirname(login), "provenance.json");
    writeFileSync(provenance, JSON.stringify(provenanceOf({ service, commit }, { url: build, platformCommit })));
    const cosign = new Cosign(login, signal);
    const image = imageAt(service, digest);
    await cosign.attest(image, "cyclonedx", sbom);
    await cosign.attest(image, "slsaprovenance1", provenance);
    await cosign.sign(image);
    console.log(`signed ${image}`);
  },
});
