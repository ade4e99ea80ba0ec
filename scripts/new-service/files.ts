import type { LmsService } from "../../modules/foundation/services";
import { Failure } from "../failure";

/** The entry of a service that has a database and nothing else, behind all but the last rule of the load balancer. */
export function catalogueEntry(name: string, others: readonly LmsService[]): LmsService {
  const priorities = others.map(({ priority }) => priority).sort((one, other) => one - other);
  return {
    priority: (priorities.at(-2) ?? 90) + 10,
    paths: { uploads: [], assertions: [], logins: [] },
    traced: "other",
    namespace: "microservices",
    serviceAccount: name,
    buckets: [],
    secrets: ["database"],
    redis: [],
    queues: [],
  };
}

/** Text of the catalogue with an entry at its end. */
export function withEntry(text: string, name: string, entry: LmsService): string {
  const key = /^[a-z0-9]+$/.test(name) ? name : JSON.stringify(name);
  const { priority, traced, namespace, serviceAccount, secrets } = entry;
  return text.replace(
    /^} as const satisfies Record<string, LmsService>;$/m,
    (end) => `  ${key}: {
    priority: ${priority},
    paths: NO_PATHS,
    traced: "${traced}",
    namespace: "${namespace}",
    serviceAccount: "${serviceAccount}",
    buckets: [],
    secrets: ${JSON.stringify(secrets)},
    redis: [],
    queues: [],
  },
${end}`,
  );
}

/** The values of a service, with the nodes and probes of another one's: at first `web` alone calls it. */
export function serviceFile(like: string, name: string, { namespace, serviceAccount }: LmsService): string {
  const rest = /^nodes: [\s\S]*/m.exec(like)?.[0];
  if (rest === undefined)
    throw new Failure("new-service: --like must have its nodes and probes last, got another order");
  return `# ${name}: say in a line what it is for.
name: ${name}
namespace: ${namespace}
serviceAccount: ${serviceAccount}
callers: [web]
${rest}`;
}
