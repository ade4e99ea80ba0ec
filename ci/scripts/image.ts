import { checkedTag, imageReference } from "./images/image-reference";
import { publishedDigest } from "./images/published";
import { SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";

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
    const named = { service, tag: checkedTag("image", tag), role: "shared/image-publisher" };
    console.log(
      tell === "reference"
        ? imageReference(service, named.tag)
        : (await publishedDigest("image", named, signal)) !== undefined,
    );
  },
});
