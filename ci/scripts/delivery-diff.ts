import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import { NO_RELEASE } from "../../gitops/checks/service-values";
import { Failure } from "../../scripts/failure";
import { decidingPaths, deliveredWith, type Target } from "./delivery/approved";
import { imageTag, valuesFile } from "./delivery/image-values";
import { stopsOf, WAY_OPTIONS } from "./delivery/stops";
import { checkedTag } from "./images/image-reference";
import { SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git } from "./shared/git";

const NAME = "delivery-diff";

runCommand({
  name: NAME,
  about: `Writes what a delivery changes in the objects of a service, environment by environment: as Helm renders them from
the commit of the last delivery there, and from the one that is checked out with the new image. Prints one line each.`,
  options: {
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    ...WAY_OPTIONS,
    file: { value: "<file>", about: "The file to write, for whoever approves." },
  },
  run: async ({ service, tag, from, until, file }, signal) => {
    const wanted = checkedTag(NAME, tag);
    const git = new Git(signal);
    const texts: string[] = [];
    for (const environment of stopsOf(NAME, from, until)) {
      const diff = await difference(git, { environment, service }, wanted);
      const lines = diff.split("\n").filter((line) => /^[-+](?![-+]{2} )/.test(line)).length;
      console.log(`${environment}: ${lines === 0 ? "nothing" : `${lines} lines`} of what ${service} is there change`);
      texts.push(`# ${environment}/${service}\n${diff}`);
    }
    writeFileSync(file, texts.join("\n"));
  },
});

/** The difference between what runs and what would, as Git shows it. */
async function difference(git: Git, target: Target, tag: string): Promise<string> {
  const values = valuesFile(target.environment, target.service);
  if (!existsSync(values)) {
    throw new Failure(
      `${values}: must exist before a release, got no file; npm run new-service -- ${target.service} writes it`,
    );
  }
  const running = imageTag(values, readFileSync(values, "utf8"));
  const commit = running === NO_RELEASE ? undefined : await deliveredWith(git, running, target);
  const folder = mkdtempSync(join(tmpdir(), "lms-diff-"));
  try {
    const before = join(folder, "running");
    const after = join(folder, "wanted");
    writeFileSync(after, rendered(process.cwd(), target, tag));
    writeFileSync(before, "");
    if (commit !== undefined) {
      await git.run("worktree", "add", "--quiet", "--detach", join(folder, "tree"), commit);
      writeFileSync(before, rendered(join(folder, "tree"), target, running));
    }
    const { stdout } = await git.try("diff", "--no-index", "--no-color", before, after);
    return stdout.replaceAll(folder, "");
  } finally {
    await git.toTheEnd().try("worktree", "remove", "--force", join(folder, "tree"));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The objects of a service as text, sorted by their kinds. */
function rendered(project: string, target: Target, tag: string): string {
  const [chart = "", ...files] = decidingPaths(target).map((path) => join(project, path));
  const manifests = helmTemplate(
    chart,
    { image: { tag } },
    { files, release: `${target.environment}-${target.service}` },
  );
  return manifests
    .toSorted((one, other) => one.kind.localeCompare(other.kind))
    .map((manifest) => `---\n${stringify(manifest, { lineWidth: 0 })}`)
    .join("");
}
