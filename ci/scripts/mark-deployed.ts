import { Failure } from "../../scripts/failure";
import { readReview } from "./review/review";
import { deployedTag } from "./roots/changed-roots";
import { runCommand } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "mark-deployed",
  about: `Moves the tag deployed/<root> to the commit at hand, here and in origin. changed-roots.ts compares with it.`,
  options: {
    environment: { value: "<environment>", default: "", about: "Marks the root of its review as deployed." },
    root: { value: "<root>", default: "", about: "Marks this root, which an administrator has applied." },
    "key-file": KEY_FILE_OPTION,
  },
  run: async ({ environment, root, "key-file": keyFile }, signal) => {
    if ((environment === "") === (root === "")) {
      throw new Failure("mark-deployed: either --environment or --root must be given, got both or none; see --help");
    }
    const git = new Git(signal, keyFile);
    const tag = deployedTag(root || readReview(environment).root);
    const commit = await git.head();
    await git.run("tag", "--force", tag, commit);
    await git.run("push", "--force", "origin", `refs/tags/${tag}`);
    console.log(`${tag} is ${commit}`);
  },
});
