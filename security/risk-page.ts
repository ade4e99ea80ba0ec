import { ACCEPTANCES_FILE, type Acceptance } from "./acceptances";

/** The page of docs that lists the acceptances, below the project's folder. */
export const RISK_PAGE = "docs/accepted-risks.md";

/** The acceptances as a page for an auditor: the debts first, those due soonest at the top. */
export function riskPage(acceptances: readonly Acceptance[]): string {
  const debts = acceptances
    .filter(({ until }) => until !== undefined)
    .sort((a, b) => (a.until ?? "").localeCompare(b.until ?? "") || a.check.localeCompare(b.check));
  const decisions = acceptances.filter(({ until }) => until === undefined);
  return `# Accepted risks

Checkov judges the plan of every root and the rendered charts with each test run. What it finds is mended, or accepted
here: written from \`${ACCEPTANCES_FILE}\` by \`npm run risks\`. An acceptance that nothing needs any more fails
the run, and so does a debt whose day has passed.

## Debts

To be mended by the day that is named.

${debts.map(section).join("\n")}
## Decisions

${decisions.map(section).join("\n")}`;
}

function section({ check, asks, in: roots, resources, reason, until }: Acceptance): string {
  return `### ${check}: ${asks}

${until === undefined ? "" : `**Until ${until}.** `}${reason.trim()}

- in ${roots.map((root) => `\`${root}\``).join(", ")}
${resources.map((resource) => `- \`${resource}\``).join("\n")}
`;
}
