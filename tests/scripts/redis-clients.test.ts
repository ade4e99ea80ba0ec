import { describe, expect, it } from "vitest";
import { siteOf } from "../../modules/foundation/names";
import { problemsIn, rowsOf, tableOf, triesOf } from "../../scripts/redis-clients/matrix";

const { secrets, tries } = triesOf(siteOf({ name: "test", account: "777777777777", region: "us-east-1" }));

/** A client for which everything is as it must be, but for what is changed of one try. */
function rows(changed = "", change: Readonly<Record<string, string>> = {}) {
  const results = tries.map(({ use, way }) => {
    const done = { session: "ok", lock: "ok", transaction: "ok", scan: "ok", listen: "ok", dangerous: "refused" };
    const isLetIn = way !== "wrong password" && way !== "no login";
    const result = isLetIn
      ? { login: "ok", ...done, empty: use === "cache" ? "ok" : "refused" }
      : { login: "not let in" };
    return `${use} ${way}` === changed ? { ...result, ...change } : result;
  });
  return rowsOf(tries, { version: "client 1", results });
}

describe("the tries of a client of Redis", () => {
  it("are each way to log in to each store, with both passwords of a rotation", () => {
    expect(tries.map(({ use, way, user }) => `${use} ${way} ${user}`)).toEqual([
      "sessions IAM token lms-test-sessions",
      "sessions password lms-test-sessions-password",
      "sessions password before lms-test-sessions-password",
      "sessions wrong password lms-test-sessions-password",
      "sessions no login null",
      "cache IAM token lms-test-cache",
      "cache password lms-test-cache-password",
      "cache password before lms-test-cache-password",
      "cache wrong password lms-test-cache-password",
      "cache no login null",
    ]);
    expect(secrets.password).toEqual([tries[1]?.password, tries[2]?.password]);
  });

  it("have a token as long and as strange as AWS's", () => {
    const token = secrets["iam-token"][0] ?? "";
    expect(token).toMatch(
      /^lms-test-sessions\/\?Action=connect&User=lms-test-sessions&X-Amz-.*%2F.*&X-Amz-Signature=[0-9a-f]{64}$/,
    );
    expect(token.length).toBeGreaterThan(1000);
  });
});

describe("what became of them", () => {
  it("is as it must be, or told", () => {
    expect(problemsIn(rows())).toEqual([]);
    expect(problemsIn(rows("sessions password", { empty: "ok", listen: "none" }))).toEqual([
      "  client 1, sessions, password: empty must be refused, got ok",
    ]);
    expect(problemsIn(rows("cache no login", { login: "ok" }))).toEqual([
      "  client 1, cache, no login: login must be not let in, got ok",
    ]);
    expect(problemsIn(rows("cache IAM token", { dangerous: "ok refused" }))).toEqual([
      "  client 1, cache, IAM token: dangerous must be refused, got ok refused",
    ]);
  });

  it("is a table", () => {
    expect(tableOf(rows()).split("\n").slice(0, 3)).toEqual([
      "| Client | Store | Login | login | session | lock | transaction | scan | listen | empty | dangerous |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      "| client 1 | sessions | IAM token | ok | ok | ok | ok | ok | ok | refused | refused |",
    ]);
  });
});
