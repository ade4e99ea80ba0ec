import { Failure } from "../../scripts/failure";
import { readReview } from "./review/review";
import { applyingTag, deployedTag } from "./roots/changed-roots";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "mark-deployed",
  about: `Moves the tag deployed/<root> to the commit at hand, here and in origin, and has it name who approved that.
changed-roots.ts compares with it.
The tag applying/<root>, which apply-reviewed.ts has set, goes.`,
  options: {
    environment: { value: "<environment>", default: "", about: "Marks the root of its review as deployed." },
    root: { value: "<root>", default: "", about: "Marks this root, which an administrator has applied." },
    approver: { value: "<name>", default: "nobody in Jenkins", about: "Who has approved what was applied." },
    "key-file": KEY_FILE_OPTION,
  },
  run: async ({ environment, root, approver, "key-file": keyFile }, signal) => {
    if ((environment === "") === (root === "")) {
      throw new Failure("mark-deployed: either --environment or --root must be given, got both or none; see --help");
    }
    const git = new Git(signal, keyFile);
    const name = root || readReview(environment).root;
    const [tag, begun] = [deployedTag(name), `refs/tags/${applyingTag(name)}`];
    const commit = await git.head();
    await git.run("tag", "--force", "--annotate", "--message", `Approved by ${approver}`, tag, commit);
    // A push whose answer was lost may have arrived, and taken the other tag away.
    await git.patiently(async () => {
      const isBegun = (await git.run("ls-remote", "origin", begun)) !== "";
      await git.run("push", "--force", "--atomic", "origin", `refs/tags/${tag}`, ...(isBegun ? [`:${begun}`] : []));
    });
    await git.run("update-ref", "-d", begun);
    console.log(`${tag} is ${commit}`);
  },
});
