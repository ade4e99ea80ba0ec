import { existsSync, readFileSync } from "node:fs";
import { BRANCH_OPTION, changeImage, type ImageChange, RECORD_OPTION } from "./delivery/values-change";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "revert-image",
  about: `Sets image.tag back to what it was before set-image.ts, and prints that tag on stdout. Leaves the values alone
and prints nothing when there is nothing to take back, or when someone has deployed something else meanwhile.`,
  options: { record: RECORD_OPTION, branch: BRANCH_OPTION, "key-file": KEY_FILE_OPTION },
  run: async ({ record, branch, "key-file": keyFile }, signal) => {
    if (!existsSync(record)) {
      console.error("revert-image: nothing was deployed, nothing to take back");
      return;
    }
    const { environment, service, from, to } = JSON.parse(readFileSync(record, "utf8")) as ImageChange;
    const message = `Take ${service} in ${environment} back to ${from.slice(0, 12)}`;
    const current = await changeImage(new Git(signal, keyFile), branch, environment, service, (tag) =>
      tag === to && from !== to ? { tag: from, message } : undefined,
    );
    if (current !== to || from === to) {
      console.error(`revert-image: ${environment}/${service} stays ${current}, which this deployment did not set`);
      return;
    }
    console.error(`${environment}/${service}: ${to} -> ${from}`);
    console.log(from);
  },
});
