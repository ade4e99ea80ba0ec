import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { siteOf } from "../../../modules/foundation/names";
import type { PolicyStatement } from "../../../modules/foundation/policy-document";
import { deployData } from "../../../modules/iam/policies/deploy-data";
import { regionsOf } from "../../../modules/iam/policies/permissions-boundary";
import { allows, judge, type Request } from "./evaluate";
import { BOUNDS, IDENTITIES, PROD } from "./identities";
import { BOUNDS_LET } from "./who-may/bounds";
import { WHO_MAY_WITH_DATA } from "./who-may/data";
import { WHO_MAY_WITH_PLATFORM } from "./who-may/platform";
import type { Promised } from "./who-may/request";

const WHO_MAY = { ...WHO_MAY_WITH_DATA, ...WHO_MAY_WITH_PLATFORM };

function request([action, resource, , context]: Promised): Request {
  return { action, resource, context: { "aws:RequestedRegion": "us-east-1", ...context } };
}

describe.each([
  ...Object.entries(WHO_MAY).map(([subject, promises]) => ({ subject, promises, identities: IDENTITIES })),
  { subject: "the bounds of the deployer", promises: BOUNDS_LET, identities: BOUNDS },
])("$subject", ({ promises, identities }) => {
  it.each(promises.map((promised) => ({ promised, label: JSON.stringify(promised) })))("$label", ({ promised }) => {
    const may = Object.entries(identities).filter(([, statements]) => allows(statements, request(promised)));
    expect(may.map(([name]) => name).sort()).toEqual([...promised[2]].sort());
  });
});

/** Statements with one of them taken away, opened to every resource, or without one key of its condition. */
function mutations(statements: readonly PolicyStatement[]): { what: string; changed: PolicyStatement[] }[] {
  return statements.flatMap((statement, index) => {
    const { Sid, Condition = {}, Resource } = statement;
    const changed = (...by: PolicyStatement[]) => statements.toSpliced(index, 1, ...by);
    return [
      { what: `${Sid} removed`, changed: changed() },
      ...(Resource === "*"
        ? []
        : [{ what: `${Sid} on every resource`, changed: changed({ ...statement, Resource: "*" }) }]),
      ...Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.keys(keys).map((key) => {
          const others = Object.fromEntries(Object.entries(keys).filter(([other]) => other !== key));
          const looser = { ...statement, Condition: { ...Condition, [operator]: others } };
          return { what: `${Sid} without ${key}`, changed: changed(looser) };
        }),
      ),
    ];
  });
}

function unnoticed(identities: Readonly<Record<string, readonly PolicyStatement[]>>, promises: readonly Promised[]) {
  const requests = promises.map(request);
  return Object.entries(identities).flatMap(([name, statements]) => {
    const before = requests.map(judge(statements));
    return mutations(statements)
      .filter(({ changed }) => isDeepStrictEqual(requests.map(judge(changed)), before))
      .map(({ what }) => `${name}: ${what}`);
  });
}

describe("the promises", () => {
  it("notice every statement that is removed, opened or loses a condition", () => {
    expect(unnoticed(IDENTITIES, Object.values(WHO_MAY).flat())).toEqual([
      // `DescribeBuckets` covers it as long as the bucket's name begins with the environment's.
      "planner: FindState removed",
      // The deployer has more than the planner: it puts the page.
      "deployer: ReadMaintenancePage removed",
      "deployer: FindState removed",
      // Nothing allows these; `BOUNDS_LET` holds them against whatever else is given.
      "deployer: KeepState removed",
      "deployer: NoRoleWithoutBoundary removed",
      "deployer: NoUsersOrKeys removed",
    ]);
  });

  it("notice every denial that is removed or opened, whatever else is allowed", () => {
    expect(unnoticed(BOUNDS, BOUNDS_LET)).toEqual([]);
  });
});

it("lets the deployer empty buckets where the data is disposable, never that of the state", () => {
  const dev = {
    ...PROD,
    ...siteOf({ ...PROD, name: "dev" }),
    stateBucket: "lms-dev-terraform-state-1",
    dataProtection: "disposable",
  } as const;
  const empties = (bucket: string) =>
    allows(deployData(dev), { action: "s3:DeleteObjectVersion", resource: `arn:aws:s3:::${bucket}/a` });
  expect(empties("lms-dev-media-333333333333")).toBe(true);
  expect(empties("lms-prod-media-333333333333")).toBe(false);
  expect(empties("lms-dev-terraform-state-1")).toBe(false);
});

it("knows one region where there is no recovery", () => {
  expect(regionsOf({ region: "us-east-1", recovery: "none" })).toEqual(["us-east-1"]);
});
