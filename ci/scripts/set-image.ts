import { BUILD_OPTION, deploymentMessage } from "./delivery/deployment-mark";
import { refuseFreeze } from "./delivery/freezes";
import { BRANCH_OPTION, changeImage } from "./delivery/values-change";
import { checkedTag } from "./images/image-reference";
import { ENVIRONMENT_OPTION, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "set-image",
  about: `Sets image.tag of a service in an environment's values, on the tip of the branch that Argo CD follows, checks
and pushes that. Changes nothing else in the file. Refuses while the environment is frozen.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    branch: BRANCH_OPTION,
    build: BUILD_OPTION,
    "key-file": KEY_FILE_OPTION,
  },
  run: async ({ environment, service, tag, branch, build, "key-file": keyFile }, signal) => {
    const wanted = checkedTag("set-image", tag);
    const message = deploymentMessage(`Deploy ${service} ${wanted.slice(0, 12)} to ${environment}`, build);
    const { from, to } = await changeImage(
      new Git(signal, keyFile),
      { branch, environment, service },
      async ({ tag: current, git }) => {
        await refuseFreeze(git, "FETCH_HEAD", environment);
        return current === wanted ? undefined : { tag: wanted, message };
      },
      signal,
    );
    console.log(`${environment}/${service}: ${from} -> ${to}`);
  },
});
