import { describe, expect, it } from "vitest";
import {
  accessPolicyName,
  boundaryArn,
  bucketName,
  queueName,
  roleArn,
  roleName,
  secretName,
  siteOf,
  workloadLogGroup,
} from "../../../modules/foundation/names";

const PROD = siteOf({ name: "prod", account: "333333333333", region: "us-east-1" });

describe("names", () => {
  it("begin with the project and the environment", () => {
    expect(PROD).toEqual({
      name: "prod",
      account: "333333333333",
      region: "us-east-1",
      prefix: "lms-prod",
      path: "lms/prod",
    });
  });

  it("are made of the environment and what they name", () => {
    expect(roleName("here", PROD, "deployer")).toBe("lms-prod-deployer");
    expect(roleArn(PROD, "deployer")).toBe("arn:aws:iam::333333333333:role/lms-prod-deployer");
    expect(accessPolicyName(PROD, "developer")).toBe("lms-prod-access-developer");
    expect(boundaryArn(PROD)).toBe("arn:aws:iam::333333333333:policy/lms-prod-access-boundary");
    expect(bucketName(PROD, "static-assets")).toBe("lms-prod-static-assets-333333333333");
    expect(queueName(PROD, "notifications", "outbound")).toBe("lms-prod-notifications-outbound");
    expect(secretName(PROD, "web", "session")).toBe("lms/prod/web/session");
    expect(workloadLogGroup("lms-prod", "microservices")).toBe("/aws/eks/lms-prod/workloads/microservices");
  });

  it("of roles may have 64 characters", () => {
    expect(roleName("here", PROD, "a".repeat(55))).toHaveLength(64);
  });

  it("of roles may not have 65", () => {
    expect(() => roleName("prod-platform/pod-identities", PROD, "a".repeat(56))).toThrow(
      `prod-platform/pod-identities: role name must have at most 64 characters, got "lms-prod-${"a".repeat(56)}" (65); ` +
        `shorten "${"a".repeat(56)}"`,
    );
  });
});
