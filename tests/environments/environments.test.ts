import { describe, expect, it } from "vitest";
import { ACCOUNTS, ENVIRONMENTS, selectAccounts } from "../../environments";
import { ConfigurationError } from "../../environments/configuration-error";
import { dev } from "../../environments/dev";
import { defaultTags } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";
import { ACCOUNT_LIST } from "../support/names";

const names = (selection: string | undefined) => {
  const { shared, environments } = selectAccounts(selection);
  return [...(shared === "none" ? [] : [shared.name]), ...environments.map(({ name }) => name)];
};

describe("the environments", () => {
  it("have the network that the architecture says", () => {
    expect(prod.network.zones).toHaveLength(3);
    expect(prod.network.natGateways).toBe("one-per-zone");
    expect(prod.recovery.region).not.toBe(prod.region);
  });

  it("have an AWS account each, and one that they share", () => {
    expect(ACCOUNTS.map(({ name }) => name)).toEqual(["shared", ...ENVIRONMENTS.map(({ name }) => name)]);
    expect(new Set(ACCOUNTS.map(({ account }) => account)).size).toBe(ENVIRONMENTS.length + 1);
  });

  it("protect the data of prod, and of none before it", () => {
    expect([dev, staging, prod].map(({ name, dataProtection }) => [name, dataProtection])).toEqual([
      ["dev", "disposable"],
      ["staging", "disposable"],
      ["prod", "retained"],
    ]);
  });

  it("have the same keys in the same order, so that a diff of two files shows what differs", () => {
    for (const environment of ENVIRONMENTS) {
      expect(Object.keys(environment)).toEqual(Object.keys(dev));
      expect(Object.keys(environment.network)).toEqual(Object.keys(dev.network));
    }
  });
});

describe("selectAccounts", () => {
  it("takes all of them by default", () => {
    expect(names(undefined)).toEqual(ACCOUNTS.map(({ name }) => name));
    expect(names("")).toEqual(names(undefined));
  });

  it("takes those that are named, in the order of the platform", () => {
    expect(names("prod, dev")).toEqual(["dev", "prod"]);
    expect(names("shared")).toEqual(["shared"]);
  });

  it("refuses unknown names and lists the known ones", () => {
    expect(() => selectAccounts("dev,prd,Prod")).toThrow(
      new ConfigurationError([
        `LMS_ENVIRONMENTS: must name known environments, got "prd"; choose from ${ACCOUNT_LIST}`,
        `LMS_ENVIRONMENTS: must name known environments, got "Prod"; choose from ${ACCOUNT_LIST}`,
      ]),
    );
  });
});

it("tags every resource with whose it is, what it costs for, and where its code is", () => {
  const tagged = { ...dev, owner: "a-team", costCenter: "a-budget" };
  expect(defaultTags(tagged, "dev-platform")).toEqual({
    Project: "lms",
    Environment: "dev",
    Owner: "a-team",
    CostCenter: "a-budget",
    ManagedBy: "terraform",
    TerraformRoot: "dev-platform",
  });
});
