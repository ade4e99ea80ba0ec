import { BUILD_OPTION, deploymentMessage, replacedTag } from "./delivery/deployment-mark";
import { BRANCH_OPTION, changeImage } from "./delivery/values-change";
import { checkedTag } from "./images/image-reference";
import { ENVIRONMENT_OPTION, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "revert-image",
  about: `Sets image.tag back to what it was before this build's set-image.ts, as Git tells, and prints that tag on
stdout; also when it is back already. Leaves the values alone and prints nothing when this build has deployed nothing, or
when someone has deployed something else meanwhile.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    branch: BRANCH_OPTION,
    build: BUILD_OPTION,
    "key-file": KEY_FILE_OPTION,
  },
  run: async ({ environment, service, tag, branch, build, "key-file": keyFile }, signal) => {
    const bad = checkedTag("revert-image", tag);
    const { from, to } = await changeImage(
      new Git(signal, keyFile),
      { branch, environment, service },
      async ({ tag: current, git, file }) => {
        const before = current === bad ? await replacedTag(git, file, bad, build) : undefined;
        if (before === undefined) return undefined;
        const subject = `Take ${service} in ${environment} back to ${before.slice(0, 12)}`;
        return { tag: before, message: deploymentMessage(subject, build) };
      },
      signal,
    );
    if (from === to) {
      console.error(`revert-image: ${environment}/${service} stays ${to}, which this build did not set`);
      return;
    }
    console.error(`${environment}/${service}: ${from} -> ${to}`);
    console.log(to);
  },
});
