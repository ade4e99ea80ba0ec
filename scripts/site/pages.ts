/** A page of the site: a file in Markdown of this repository. */
export interface Page {
  /** Path below the project's folder, such as `docs/edits.md`. */
  readonly file: string;
  /** Its name in the navigation. */
  readonly name: string;
}

/** The pages of the site, by the heading that they are listed under. A new page in Markdown needs a line here. */
export const PAGES: Readonly<Record<string, readonly Page[]>> = {
  Start: [
    { file: "README.md", name: "Overview and first deployment" },
    { file: "docs/architecture.md", name: "Architecture" },
    { file: "docs/network.md", name: "Who reaches whom" },
    { file: "gitops/README.md", name: "Services and GitOps" },
    { file: "ci/README.md", name: "Pipelines" },
  ],
  Operate: [
    { file: "docs/edits.md", name: "Edits of what runs" },
    { file: "review/README.md", name: "Review of plans" },
    { file: "docs/upgrades.md", name: "Upgrades" },
    { file: "docs/runbooks.md", name: "Runbooks" },
    { file: "docs/disaster-recovery.md", name: "Disaster recovery" },
    { file: "docs/availability.md", name: "Availability" },
    { file: "docs/leaving.md", name: "Leaving CDKTF" },
  ],
  Reference: [
    { file: "docs/settings.md", name: "Settings" },
    { file: "docs/modules.md", name: "Terraform modules" },
    { file: "docs/outputs.md", name: "Outputs" },
    { file: "docs/commands.md", name: "Commands" },
    { file: "docs/alerts.md", name: "Alerts" },
    { file: "docs/refusals.md", name: "Refusals of the sandbox" },
    { file: "docs/accepted-risks.md", name: "Accepted risks" },
  ],
  Project: [
    { file: "CHANGELOG.md", name: "Changes" },
    { file: "CONTRIBUTING.md", name: "Contributing" },
    { file: "SECURITY.md", name: "Security" },
    { file: "providers/README.md", name: "Providers" },
    { file: "tests/charts/README.md", name: "Recorded charts" },
  ],
};

/** Path of a page on the site: `docs/edits.html`; the first page of a folder is its `index.html`. */
export function sitePath(file: string): string {
  return file.replace(/README\.md$/, "index.html").replace(/\.md$/, ".html");
}
