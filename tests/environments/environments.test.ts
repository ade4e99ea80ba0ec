import { describe, expect, it } from "vitest";
import { ACCOUNTS, ENVIRONMENTS, selectAccounts } from "../../environments";
import { ConfigurationError } from "../../environments/configuration-error";
import { dev } from "../../environments/dev";
import { defaultTags } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";

const names = (selection: string | undefined) => {
  const { shared, environments } = selectAccounts(selection);
  return [...(shared === "none" ? [] : [shared.name]), ...environments.map(({ name }) => name)];
};

describe("the environments", () => {
  it("have the network that the architecture says", () => {
    expect(ENVIRONMENTS.map(({ name, network }) => [name, network.cidr, network.natGateways])).toEqual([
      ["dev", "10.2.0.0/16", "one"],
      ["staging", "10.1.0.0/16", "one"],
      ["prod", "10.0.0.0/16", "one-per-zone"],
    ]);
    expect(prod.network.zones).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
    expect(prod.recovery.region).toBe("eu-west-1");
  });

  it("have an AWS account each, and one that they share", () => {
    expect(ACCOUNTS.map(({ name, account }) => [name, account])).toEqual([
      ["shared", "444444444444"],
      ["dev", "111111111111"],
      ["staging", "222222222222"],
      ["prod", "333333333333"],
    ]);
  });

  it("protect the data of prod alone", () => {
    expect(ENVIRONMENTS.map(({ name, dataProtection }) => [name, dataProtection])).toEqual([
      ["dev", "disposable"],
      ["staging", "disposable"],
      ["prod", "retained"],
    ]);
  });

  it("have the same keys in the same order, so that a diff of two files shows what differs", () => {
    expect(Object.keys(staging)).toEqual(Object.keys(dev));
    expect(Object.keys(prod)).toEqual(Object.keys(dev));
    expect(Object.keys(staging.network)).toEqual(Object.keys(dev.network));
    expect(Object.keys(prod.network)).toEqual(Object.keys(dev.network));
  });
});

describe("selectAccounts", () => {
  it("takes all of them by default", () => {
    expect(names(undefined)).toEqual(["shared", "dev", "staging", "prod"]);
    expect(names("")).toEqual(["shared", "dev", "staging", "prod"]);
  });

  it("takes those that are named, in the order of the platform", () => {
    expect(names("prod, dev")).toEqual(["dev", "prod"]);
    expect(names("shared")).toEqual(["shared"]);
  });

  it("refuses unknown names and lists the known ones", () => {
    expect(() => selectAccounts("dev,prd,Prod")).toThrow(
      new ConfigurationError([
        'LMS_ENVIRONMENTS: must name known environments, got "prd"; choose from shared, dev, staging, prod',
        'LMS_ENVIRONMENTS: must name known environments, got "Prod"; choose from shared, dev, staging, prod',
      ]),
    );
  });
});

it("tags every resource with whose it is, what it costs for, and where its code is", () => {
  expect(defaultTags(dev, "dev-platform")).toEqual({
    Project: "lms",
    Environment: "dev",
    Owner: "lms-platform-team",
    CostCenter: "lms-dev",
    ManagedBy: "terraform",
    TerraformRoot: "dev-platform",
  });
});
