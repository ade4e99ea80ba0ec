import { Failure } from "../../scripts/failure";
import { Cosign } from "./images/cosign";
import { checkedTag, imageAt } from "./images/image-reference";
import { comesFrom } from "./images/provenance";
import { publishedDigest } from "./images/published";
import { LOGIN_OPTION, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";

runCommand({
  name: "verify-signature",
  about: `Verifies an image in the registry before it is deployed: that it is signed with the platform's key, and so are its bill of
materials and a provenance that names the service and the commit. Needs the AWS credentials of the image signer.`,
  options: { service: SERVICE_OPTION, tag: TAG_OPTION, login: LOGIN_OPTION },
  run: async ({ service, tag, login }, signal) => {
    const commit = checkedTag("verify-signature", tag);
    const named = { service, tag: commit, role: "shared/image-signer" };
    const digest = await publishedDigest("verify-signature", named, signal);
    if (digest === undefined) {
      throw new Failure(`verify-signature: ${service} ${commit} must be in the registry, got no image; build it first`);
    }
    const image = imageAt(service, digest);
    const cosign = new Cosign(login, signal);
    await cosign.verify(image);
    await cosign.verifyAttestation(image, "cyclonedx");
    if (!comesFrom({ service, commit }, await cosign.verifyAttestation(image, "slsaprovenance1"))) {
      throw new Failure(
        `verify-signature: the provenance of ${image} must name ${service} and ${commit}, got another; ` +
          "find out which build has signed it, delete it in the registry and build it anew",
      );
    }
    console.log(`${image}: is signed, with its bill of materials and its provenance`);
  },
});
