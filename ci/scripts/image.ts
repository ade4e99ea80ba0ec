import { shared } from "../../environments/shared";
import { repositoryName } from "../../modules/ecr";
import { Failure } from "../../scripts/failure";
import { checkedTag, imageReference } from "./images/image-reference";
import { SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { runToEnd } from "./shared/programs";

runCommand({
  name: "image",
  about: `Tells where the image of a service's commit is, or whether the registry has it already ("true" or "false"): its
tags never move, so that a commit is built once.`,
  options: {
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    tell: { choices: ["reference", "published"], about: "published needs the AWS credentials of the image publisher." },
  },
  run: async ({ service, tag, tell }, signal) => {
    const imageTag = checkedTag("image", tag);
    console.log(
      tell === "reference" ? imageReference(service, imageTag) : await isPublished(service, imageTag, signal),
    );
  },
});

async function isPublished(service: string, tag: string, signal: AbortSignal): Promise<boolean> {
  const repository = ["--region", shared.region, "--repository-name", repositoryName(service)];
  const asked = ["ecr", "describe-images", ...repository, "--image-ids", `imageTag=${tag}`, "--output", "json"];
  const options = { env: process.env, signal, advice: "see whether agents may reach the registry" };
  const { exitCode, stderr } = await runToEnd("aws", asked, options);
  if (exitCode === 0) return true;
  if (stderr.includes("ImageNotFoundException")) return false;
  const advice = ADVICE.find(([words]) => words.test(stderr))?.[1] ?? "assume shared/image-publisher first";
  throw new Failure(`image: the registry must answer, got exit code ${exitCode}; ${advice}:\n${stderr.trim()}`);
}

/** Remedies for what the registry may say. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/RepositoryNotFoundException/, "apply shared-registry, which makes the repository"],
  [/Throttling|TooManyRequests|ServiceUnavailable|RequestTimeout/, "the registry is busy, run the stage again"],
];
