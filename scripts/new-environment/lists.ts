import type { Environment } from "../../environments";
import { PROJECT } from "../../modules/foundation/names";

/** Text of `environments/index.ts` with an environment behind another one, but before the last: a release ends there. */
export function withListed(text: string, name: string, behind: string): string {
  const statement = `import { ${name} } from "./${name}";`;
  const lines = text.split("\n");
  const imported = lines.map((line) => /^import .* from "\.\/([a-z0-9-]+)";$/.exec(line)?.[1]);
  const next = imported.findIndex((file) => file !== undefined && file > name);
  lines.splice(next < 0 ? imported.findLastIndex((file) => file !== undefined) + 1 : next, 0, statement);
  return lines.join("\n").replace(LIST, (_, begin: string, list: string, end: string) => {
    const names = list.split(", ");
    const place = Math.max(1, Math.min(names.indexOf(behind) + 1, names.length - 1));
    return begin + names.toSpliced(place, 0, name).join(", ") + end;
  });
}

/** The same without an environment. */
export function withoutListed(text: string, name: string): string {
  return text
    .replace(`import { ${name} } from "./${name}";\n`, "")
    .replace(LIST, (_, begin: string, list: string, end: string) => {
      const names = list.split(", ").filter((each) => each !== name);
      return begin + names.join(", ") + end;
    });
}

const LIST = /(ENVIRONMENTS: readonly Environment\[\] = \[)([^\]]*)(\];)/;

/** Text of `gitops/apps/values.yaml` that says how an environment is delivered to. */
export function withDelivery(text: string, name: string, protection: Environment["dataProtection"]): string {
  const sync = protection === "retained" ? "manual" : "automated";
  const line = `  ${name}: { sync: ${sync}, slackChannel: ${PROJECT}-${name}-deployments }\n`;
  return text.replace(/^environments:\n(?: {2}.*\n)+/m, (deliveries) => deliveries + line);
}

/** The same without an environment. */
export function withoutDelivery(text: string, name: string): string {
  return text.replace(new RegExp(`^ {2}${name}: .*\\n`, "m"), "");
}

/** Text of `security/accepted-risks.yaml` that accepts in an environment what is accepted in another. */
export function withRisks(text: string, name: string, like: string): string {
  return text.replace(/^ {2}in: \[.*\]$/gm, (line) =>
    line.replace(rootOf(like), (root) => `${root}, ${root.replace(new RegExp(`\\b${like}\\b`), name)}`),
  );
}

/** The same without an environment; what was accepted in it alone is left for a person to take out. */
export function withoutRisks(text: string, name: string): string {
  return text.replace(/^ {2}in: \[(.*)\]$/gm, (_, roots: string) => {
    const kept = roots.split(", ").filter((root) => !rootOf(name).test(root));
    return `  in: [${kept.join(", ")}]`;
  });
}

/** A root of an environment, such as `dev-platform` or `state-dev`. */
function rootOf(name: string): RegExp {
  return new RegExp(`\\b(?:state-${name}|${name}-(?:platform|addons))\\b`);
}
