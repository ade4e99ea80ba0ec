import { writeFileSync } from "node:fs";
import { BRANCH_OPTION, changeImage, type ImageChange, RECORD_OPTION } from "./delivery/values-change";
import { checkedTag } from "./images/image-reference";
import { ENVIRONMENT_OPTION, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "set-image",
  about: `Sets image.tag of a service in an environment's values, on the tip of the branch that Argo CD follows, and
pushes that. Changes nothing else in the file.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    branch: BRANCH_OPTION,
    record: RECORD_OPTION,
    "key-file": KEY_FILE_OPTION,
  },
  run: async ({ environment, service, tag, branch, record, "key-file": keyFile }, signal) => {
    const to = checkedTag("set-image", tag);
    const message = `Deploy ${service} ${to.slice(0, 12)} to ${environment}`;
    const from = await changeImage(new Git(signal, keyFile), branch, environment, service, (current) =>
      current === to ? undefined : { tag: to, message },
    );
    const change: ImageChange = { environment, service, from, to };
    writeFileSync(record, `${JSON.stringify(change, undefined, 2)}\n`);
    console.log(`${environment}/${service}: ${from} -> ${to}`);
  },
});
