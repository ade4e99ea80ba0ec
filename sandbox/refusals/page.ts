import { type Refusals, type Refuser, sourceOf } from "./refusal";

const REFUSERS: Readonly<Record<Refuser, string>> = {
  model: "AWS's model",
  rule: "a rule",
  handler: "the gateway's service",
  moto: "moto",
  Terraform: "Terraform",
  nobody: "**nobody**",
};

const HEAD = `# What AWS refuses

What the sandbox refuses as AWS does, type by type: written from \`sandbox/refusals/table/\` by \`npm run refusals\`.

- *AWS's model*: each request is judged by AWS's own model of the service, which botocore brings with moto: what must be
  there, lists of values, patterns, lengths and ranges, of tags as well. A row names what a wrong setting breaks first.
- *a rule*: \`sandbox/gateway/judgement/rules/\`, what AWS enforces beyond its models.
- *the gateway's service*: \`sandbox/gateway/services/\`, which answers what moto does not have.
- *moto*, *Terraform*: they refuse it by themselves.
- *nobody*: AWS refuses it, and it is found out in an account only.

| Resource | Refused | By | At |
|---|---|---|---|
`;

/** The page that tells all refusals, as Markdown. */
export function refusalsPage(table: Refusals): string {
  const rows = Object.entries(table)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([type, refusals]) =>
      refusals.map((refusal, index) => {
        const [by, operation, what] = refusal;
        const resource = index === 0 ? `\`${type}\`` : "";
        return `| ${resource} | ${what} | ${REFUSERS[by]} | [${operation}](${sourceOf(refusal)}) |`;
      }),
    );
  return `${HEAD}${rows.join("\n")}\n`;
}
