import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS, type Environment } from "../../environments";
import { readRun, recorder } from "../../sandbox/decisions";
import { type Access, decide, type Principal } from "../../sandbox/gateway/authorization/evaluator/decide";
import { type Policy, readPolicy } from "../../sandbox/gateway/authorization/evaluator/document";
import { matchesGlob } from "../../sandbox/gateway/authorization/evaluator/patterns";
import { refusal } from "../../sandbox/gateway/authorization/refusal";
import { parseRequest } from "../../sandbox/gateway/request";
import { mergedUses, usesOf } from "../../sandbox/permissions";
import { PIPELINE_ROLES, type PipelineRole, recordedAccesses, recordedUseText } from "../../sandbox/recorded-use";
import { REASONS, reasonFor } from "../../sandbox/unused-permissions";
import { root } from "../support/synthesized";
import { temporaryFolder } from "./support";

/** Region and accounts in which the runs were recorded. */
const RECORDED_REGION = "us-east-1";
const RECORDED_IN: Readonly<Record<string, string>> = {
  dev: "111111111111",
  staging: "222222222222",
  prod: "333333333333",
};

/**
 * What the roles used in a run, told of the account and the region that the environment has today;
 * `npm run sandbox -- permissions dev staging prod --record tests/sandbox/recorded` writes it.
 */
function recorded(environment: string, role: PipelineRole): Access[] {
  const text = readFileSync(join("tests", "sandbox", "recorded", `${environment}.jsonl`), "utf8");
  const { account = "", region = "" } = ENVIRONMENTS.find(({ name }) => name === environment) ?? {};
  const accesses = recordedAccesses(text.replaceAll(RECORDED_IN[environment] ?? "", account), role);
  return JSON.parse(JSON.stringify(accesses).replaceAll(RECORDED_REGION, region));
}

/** The policies that a role has today, as they are deployed. */
function policiesOf(environment: string, role: PipelineRole): Policy[] {
  const state = root(`state-${environment}`);
  return Object.values(state.resources("aws_iam_role_policy_attachment"))
    .filter((attachment) => attachment.role === `\${aws_iam_role.access_${role}.name}`)
    .map((attachment) => {
      const [, name = ""] = /aws_iam_policy\.(\w+)\.arn/.exec(String(attachment.policy_arn)) ?? [];
      return readPolicy(name, String(state.resources("aws_iam_policy")[name]?.policy));
    });
}

function principal({ name, account }: Environment, role: PipelineRole): Principal {
  const arn = `arn:aws:sts::${account}:assumed-role/lms-${name}-${role}/sandbox`;
  return { kind: "role", arn, id: `arn:aws:iam::${account}:role/lms-${name}-${role}`, account };
}

/** AWS's message for an access, or `allowed`. */
function ask(access: Access, who: Principal, identity: readonly Policy[]): string {
  const verdict = decide(access, who, { identity });
  if (verdict.allowed) return "allowed";
  const request = parseRequest({ method: "POST", url: "/", headers: {}, body: Buffer.alloc(0) });
  return refusal(request, who, access, verdict.reason).message;
}

const without = (policies: readonly Policy[], action: string): Policy[] =>
  policies.map(({ name, statements }) => ({
    name,
    statements: statements.map((statement) => {
      if (statement.effect === "Deny") return statement;
      const patterns = statement.actions.patterns.filter((pattern) => !matchesGlob(pattern, action.toLowerCase()));
      return { ...statement, actions: { ...statement.actions, patterns } };
    }),
  }));

const ofAnotherAccount = (policies: readonly Policy[], account: string): Policy[] =>
  JSON.parse(JSON.stringify(policies).replaceAll(account, "999999999999"));

/** Numbers that look random and are the same in every run. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Environments of which a run was recorded; one that is added has the roles of these. */
const RECORDED = ENVIRONMENTS.filter(({ name }) => name in RECORDED_IN);

const USES = RECORDED.flatMap((environment) =>
  PIPELINE_ROLES.flatMap((role) => recorded(environment.name, role).map((access) => ({ environment, role, access }))),
);

describe("what a run needs", () => {
  it("is hundreds of actions", () => {
    expect(USES.length).toBeGreaterThan(1000);
  });

  it.each(RECORDED)("is allowed to the roles of $name as they are deployed", (environment) => {
    for (const role of PIPELINE_ROLES) {
      const [who, policies] = [principal(environment, role), policiesOf(environment.name, role)];
      const refused = recorded(environment.name, role)
        .map((access) => ask(access, who, policies))
        .filter((message) => message !== "allowed");
      expect(refused).toEqual([]);
    }
  });

  const next = random(13);
  const chosen = Array.from({ length: 20 }, () => USES[next(USES.length)]).flatMap((use) => use ?? []);

  it.each(chosen.map((use) => ({ ...use, title: `${use.environment.name} ${use.role} ${use.access.action}` })))(
    "is missed when it is taken out of a policy: $title",
    ({ environment, role, access }) => {
      const policies = without(policiesOf(environment.name, role), access.action);
      const where = access.resource === "*" ? "" : ` on resource: ${access.resource}`;
      expect(ask(access, principal(environment, role), policies)).toBe(
        `User: arn:aws:sts::${environment.account}:assumed-role/lms-${environment.name}-${role}/sandbox is not authorized ` +
          `to perform: ${access.action}${where} because no identity-based policy allows the ${access.action} action`,
      );
    },
  );

  it("is missed when a policy names the resources of another account", () => {
    const narrow = USES.filter(
      ({ environment, role, access }) =>
        role === "deployer" &&
        access.resource.includes(`:${environment.account}:`) &&
        !/:(?:Get|List|Describe|View)/.test(access.action),
    );
    expect(narrow.length).toBeGreaterThan(200);
    for (const { environment, role, access } of narrow) {
      const policies = ofAnotherAccount(policiesOf(environment.name, role), environment.account);
      expect(ask(access, principal(environment, role), policies)).toContain(
        `${access.action} on resource: ${access.resource}`,
      );
    }
  });
});

describe("what is granted and never used", () => {
  const uses = mergedUses(
    RECORDED.map((environment) =>
      usesOf(
        {
          decisions: PIPELINE_ROLES.flatMap((role) =>
            recorded(environment.name, role).map((access) => ({
              identity: principal(environment, role).id,
              access,
              allowed: true,
            })),
          ),
          grants: new Map(
            PIPELINE_ROLES.map((role) => [principal(environment, role).id, policiesOf(environment.name, role)]),
          ),
        },
        environment,
      ),
    ),
  );
  // The recorded use has each action once, so it says nothing of resources.
  const unused = uses.flatMap((use) => use.unused.filter(({ pattern }) => !pattern.startsWith("arn:")));

  it("has a reason", () => {
    const reasonless = unused.filter(({ sid, pattern }) => reasonFor(sid, pattern) === undefined);
    expect(reasonless).toEqual([]);
  });

  it("is what the reasons are given for, and nothing else", () => {
    const reasons = Object.entries(REASONS).flatMap(([sid, patterns]) =>
      Object.keys(patterns).map((pattern) => `${sid} ${pattern}`),
    );
    const known = new Set(unused.map(({ sid, pattern }) => `${sid} ${pattern}`));
    expect(reasons.filter((reason) => !known.has(reason) && !reason.includes("arn:"))).toEqual([]);
  });
});

describe("a recorded run", () => {
  const role = "arn:aws:iam::111111111111:role/lms-dev-planner";
  const policy = readPolicy(
    "p",
    JSON.stringify({
      Statement: [
        {
          Sid: "Queues",
          Effect: "Allow",
          Action: ["sqs:Get*", "sqs:List*"],
          Resource: ["arn:aws:sqs:*:111111111111:lms-dev-*", "arn:aws:sqs:*:111111111111:x"],
        },
      ],
    }),
  );
  const access = {
    action: "sqs:GetQueueUrl",
    resource: "arn:aws:sqs:us-east-1:111111111111:lms-dev-q",
    context: { "aws:requestedregion": "us-east-1" },
  };

  it("tells each decision once, and is read back", async () => {
    const file = join(temporaryFolder(), "decisions.jsonl");
    const lines: string[] = [];
    const record = recorder({ write: (text) => lines.push(text) });
    for (const _ of [1, 2]) record({ identity: role, access, allowed: true }, { identity: [policy] });
    expect(lines).toHaveLength(2);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(file, lines.join(""));
    const run = readRun(file);
    expect(run.decisions).toEqual([{ identity: role, access, allowed: true }]);
    expect(usesOf(run, { name: "dev", account: "111111111111" })).toEqual([
      {
        name: "lms-<environment>-planner",
        used: ["sqs:GetQueueUrl"],
        unused: [
          { sid: "Queues", pattern: "sqs:list*" },
          { sid: "Queues", pattern: "arn:aws:sqs:*:<account>:x" },
        ],
      },
    ]);
    expect(recordedUseText(run)).toBe(`["planner","sqs:GetQueueUrl","${access.resource}",{}]\n`);
  });
});
