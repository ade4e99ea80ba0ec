import { Failure } from "../../scripts/failure";
import { checkedTag } from "./images/image-reference";
import { imageProblems } from "./images/oci-layout";
import { TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { readJson } from "./shared/json";

/** A bill of materials. @see https://cyclonedx.org/docs/1.6/json/ */
interface Bill {
  readonly bomFormat: string;
  readonly components: readonly unknown[];
}

runCommand({
  name: "verify-image",
  about: `Verifies an image before it is pushed or deployed: that its parts are those that it names, that it says that it was
built from the commit, and that its bill of materials (CycloneDX) names what is in it.`,
  options: {
    folder: { value: "<folder>", about: "The image, as the OCI lays it out." },
    tag: TAG_OPTION,
    sbom: { value: "<file>", about: "Its bill of materials, as trivy image --format cyclonedx writes it." },
  },
  run: async ({ folder, tag, sbom }) => {
    const problems = await imageProblems(folder, checkedTag("verify-image", tag));
    const { bomFormat, components } = readJson<Bill>(sbom, { bomFormat: "text", components: "list" }, "trivy");
    if (bomFormat !== "CycloneDX" || !Array.isArray(components) || components.length === 0) {
      problems.push(`${sbom}: must name the components of the image, got none; see whether Trivy knows its system`);
    }
    if (problems.length > 0) throw new Failure(problems.join("\n"));
    console.log(`${folder}: is of ${tag}, ${components.length} components`);
  },
});
