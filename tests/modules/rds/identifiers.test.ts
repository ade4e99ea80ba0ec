import { describe, expect, it } from "vitest";
import { databaseNameProblems, masterUsernameProblems } from "../../../modules/rds/identifiers";

describe("the name of a database", () => {
  it.each(["lms", "lms_2", "l", "a".repeat(63)])("may be %s", (name) => {
    expect(databaseNameProblems(name)).toEqual([]);
  });

  it.each(["", "2lms", "_lms", "lms-prod", "LMS", "lms db", "a".repeat(64)])("must not be malformed: %j", (name) => {
    expect(databaseNameProblems(name)).toEqual([
      "databaseName: must be 1-63 lower-case letters, digits or underscores, a letter first, " +
        `got ${JSON.stringify(name)}; rename it`,
    ]);
  });

  it.each(["user", "table", "default", "current_user"])("must not be the word %s of SQL", (name) => {
    expect(databaseNameProblems(name)).toEqual([
      `databaseName: must not be a word of SQL, got ${JSON.stringify(name)}; rename it`,
    ]);
  });

  it.each(["postgres", "rdsadmin", "template0", "template1"])("must not be %s, which exists", (name) => {
    expect(databaseNameProblems(name)).toEqual([
      `databaseName: must not be a name that RDS or PostgreSQL uses itself, got ${JSON.stringify(name)}; rename it`,
    ]);
  });
});

describe("the name of the master user", () => {
  it.each(["lms_admin", "postgres"])("may be %s", (name) => {
    expect(masterUsernameProblems(name)).toEqual([]);
  });

  it("must not be malformed", () => {
    expect(masterUsernameProblems("lms-admin")).toEqual([
      "masterUsername: must be 1-63 lower-case letters, digits or underscores, a letter first, " +
        'got "lms-admin"; rename it',
    ]);
  });

  it("must not be a word of SQL", () => {
    expect(masterUsernameProblems("user")).toEqual([
      'masterUsername: must not be a word of SQL, got "user"; rename it',
    ]);
  });

  it.each(["admin", "rdsadmin", "rds_superuser", "rds_iam", "pg_monitor"])("must not be %s, which is taken", (name) => {
    expect(masterUsernameProblems(name)).toEqual([
      `masterUsername: must not be a name that RDS or PostgreSQL uses itself, got ${JSON.stringify(name)}; rename it`,
    ]);
  });
});
