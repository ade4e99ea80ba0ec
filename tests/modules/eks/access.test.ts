import { expect, it } from "vitest";
import { accessEntryProblems } from "../../../modules/eks/access";
import { publicAccessProblems } from "../../../modules/eks/public-access";

it.each([
  "lms-dev-admin",
  "arn:aws:iam::1:role/admin",
  "arn:aws:iam::111111111111:group/admins",
  "arn:aws:iam::111111111111:role/*",
])("refuses an access entry for %s", (principalArn) => {
  expect(accessEntryProblems({ admin: { principalArn, policy: "view", namespaces: "all" } })).toEqual([
    `access.admin: must be the ARN of an IAM role or user, got "${principalArn}"; write it as arn:aws:iam::<account>:role/<name>`,
  ]);
});

it("accepts roles and users, with paths", () => {
  for (const principalArn of ["arn:aws:iam::111111111111:role/team/admin", "arn:aws:iam::111111111111:user/ada"]) {
    expect(accessEntryProblems({ admin: { principalArn, policy: "view", namespaces: "all" } })).toEqual([]);
  }
});

it.each<[string, readonly string[], string]>([
  ["no CIDR", [], 'publicAccess: must list the CIDRs that may connect, got []; list them or say "none"'],
  [
    "the whole internet",
    ["0.0.0.0/0"],
    'publicAccess: must not open the Kubernetes API to the internet, got "0.0.0.0/0"; list the networks of those who may connect',
  ],
  [
    "half of it",
    ["128.0.0.0/1"],
    'publicAccess: must not open the Kubernetes API to the internet, got "128.0.0.0/1"; list the networks of those who may connect',
  ],
  [
    "what is no CIDR",
    ["198.51.100.7"],
    'publicAccess: must hold IPv4 blocks such as 198.51.100.0/24, got "198.51.100.7"; correct the address or the prefix',
  ],
])("refuses public access for %s", (_what, cidrs, message) => {
  expect(publicAccessProblems(cidrs)).toEqual([message]);
});

it("accepts no public access, and an explicit list", () => {
  expect(publicAccessProblems("none")).toEqual([]);
  expect(publicAccessProblems(["198.51.100.0/24", "203.0.113.7/32"])).toEqual([]);
});
