import { refuseUnapproved } from "./delivery/approved";
import { BUILD_OPTION, deploymentMessage } from "./delivery/deployment-mark";
import { refuseFreeze } from "./delivery/freezes";
import { isFirst } from "./delivery/stops";
import { BRANCH_OPTION, changeImage } from "./delivery/values-change";
import { checkedTag } from "./images/image-reference";
import { ENVIRONMENT_OPTION, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "set-image",
  about: `Sets image.tag of a service in an environment's values, on the tip of the branch that Argo CD follows, checks
and pushes that. Changes nothing else in the file. Prints the commit that holds it. Refuses while the environment is frozen, and
behind an approval another chart, contract or other values than those that were approved.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    branch: BRANCH_OPTION,
    build: BUILD_OPTION,
    approved: {
      value: "<commit>",
      default: process.env.PLATFORM_COMMIT || "",
      about: "The commit of this project that was approved; by default that which the build works with.",
    },
    approver: { value: "<name>", default: "", about: "Who has approved it, for the commit's message." },
    "key-file": KEY_FILE_OPTION,
  },
  run: async ({ environment, service, tag, branch, build, approved, approver, "key-file": keyFile }, signal) => {
    const wanted = checkedTag("set-image", tag);
    const message = deploymentMessage(`Deploy ${service} ${wanted.slice(0, 12)} to ${environment}`, build, approver);
    const { from, to, commit } = await changeImage(
      new Git(signal, keyFile),
      { branch, environment, service },
      async ({ tag: current, git }) => {
        await refuseFreeze(git, "FETCH_HEAD", environment);
        if (approved !== "" && !isFirst(environment)) {
          await refuseUnapproved(git, approved, "FETCH_HEAD", { environment, service });
        }
        return current === wanted ? undefined : { tag: wanted, message };
      },
      signal,
    );
    console.error(`${environment}/${service}: ${from} -> ${to}`);
    console.log(commit);
  },
});
