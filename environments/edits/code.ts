import type { CodeEdits } from "./edit";

const SERVICES = "modules/foundation/services.ts";
const PLATFORM = "stacks/platform-stack.ts";

const FORUMS = `  forums: {
    priority: 170,
    paths: NO_PATHS,
    traced: "learner",
    namespace: "microservices",
    serviceAccount: "forums",
    buckets: [],
    secrets: ["database"],
    redis: ["cache"],
    queues: [{ service: "forums", queue: "moderation", access: "consume" }],
  },
`;

/** The text of a service's entry in the catalogue. */
const entryOf = (service: string) => new RegExp(`^  ${service}: \\{\\n[^]*?^  \\},\\n`, "m");

/** Edits of the catalogue of services, and of the names of constructs. */
export const CODE_EDITS: CodeEdits = {
  "A service is added": {
    retained: "in place",
    note: "Its image repository is in `shared-registry`, which is applied first.",
    file: SERVICES,
    edit: (text) => text.replace(/^\} as const satisfies/m, `${FORUMS}} as const satisfies`),
  },
  "A service is removed": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go): its secrets and queues. Take it out of Argo CD first.",
    file: SERVICES,
    edit: (text) => text.replace(entryOf("enrolments"), ""),
  },
  "A service is renamed": {
    retained: "in steps",
    disposable: "loses data",
    note: "Add the new one, fill its secrets, move to it, and remove the old one.",
    file: SERVICES,
    edit: (text) => text.replace(/^ {2}enrolments: /m, "  registrations: ").replace('"enrolments"', '"registrations"'),
  },
  "A service's `priority`, `paths` or `traced` changes": {
    retained: "in place",
    note: "The priority must be free: two rules cannot swap theirs in one apply.",
    file: SERVICES,
    edit: (text) => text.replace("priority: 110", "priority: 115").replace('["/api/enrolments/imports"]', "[]"),
  },
  "A service's rights change: `buckets`, `redis`, senders of `queues`": {
    retained: "in place",
    file: SERVICES,
    edit: (text) =>
      text.replace(entryOf("courses"), (entry) =>
        entry.replace("queues: [SEND_EVENTS]", "queues: []").replace('redis: ["cache"]', "redis: []"),
      ),
  },
  "A secret is added": {
    retained: "in place",
    note: "It is empty: fill it before a pod asks for it.",
    file: SERVICES,
    edit: (text) => text.replace('["database", "payment-provider"]', '["database", "payment-provider", "school-api"]'),
  },
  "A secret is removed": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go).",
    file: SERVICES,
    edit: (text) => text.replace('["database", "payment-provider"]', '["database"]'),
  },
  "A secret is renamed": {
    retained: "in steps",
    disposable: "loses data",
    note: "Add the new one, fill it, and remove the old one.",
    file: SERVICES,
    edit: (text) => text.replace('["database", "payment-provider"]', '["database", "payments"]'),
  },
  "A queue is added": {
    retained: "in place",
    file: SERVICES,
    edit: (text) =>
      text.replace(entryOf("enrolments"), (entry) =>
        entry.replace("queues: [", 'queues: [{ service: "enrolments", queue: "imports", access: "consume" }, '),
      ),
  },
  "A queue is removed": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go), when it is empty. Its senders stop first.",
    file: SERVICES,
    edit: (text) =>
      text
        .replaceAll(/(, )?SEND_EVENTS(?! =)/g, "")
        .replace(/^const SEND_EVENTS.*\n/m, "")
        .replace(entryOf("analytics"), (entry) => entry.replace(/queues: \[.*\]/, "queues: []")),
  },
  "A queue is renamed": {
    retained: "in steps",
    disposable: "loses data",
    note: "Add the new one, let its senders use it, and remove the old one when it is empty.",
    file: SERVICES,
    edit: (text) => text.replaceAll('"learning-events"', '"events"'),
  },
  "A construct is renamed that holds what cannot be made again": {
    retained: "in steps",
    disposable: "loses data",
    note: "The synth prints the `moveFromId` that keeps it.",
    file: PLATFORM,
    edit: (text) => text.replace('new Redis(this, "redis"', 'new Redis(this, "stores"'),
  },
  "A construct is renamed that holds nothing": {
    retained: "in steps",
    note: "With the `moveFromId` that the review prints for each of its resources: nothing. AWS has one of a name.",
    file: PLATFORM,
    edit: (text) => text.replace('new DnsRecords(this, "dns"', 'new DnsRecords(this, "records"'),
  },
};
