import { expect, it } from "vitest";
import { accessEntryProblems } from "../../../modules/eks/access";
import { privateAccessProblems, publicAccessProblems } from "../../../modules/eks/api-access";

it.each([
  "lms-dev-admin",
  "arn:aws:iam::1:role/admin",
  "arn:aws:iam::111111111111:group/admins",
  "arn:aws:iam::111111111111:role/*",
])("refuses an access entry for %s", (principalArn) => {
  expect(accessEntryProblems({ admin: { principalArn, policy: "view", namespaces: "all" } })).toEqual([
    `access.admin: must be the ARN of an IAM user or role, got "${principalArn}"; write it as arn:aws:iam::<account>:role/<name>, without wildcards`,
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
    'publicAccess: must hold IPv4 blocks such as 198.51.100.0/24, got "198.51.100.7"; write each with the first address of the block and its prefix',
  ],
])("refuses public access for %s", (_what, cidrs, message) => {
  expect(publicAccessProblems(cidrs)).toEqual([message]);
});

it("accepts no public access, and an explicit list", () => {
  expect(publicAccessProblems("none")).toEqual([]);
  expect(publicAccessProblems(["198.51.100.0/24", "203.0.113.7/32"])).toEqual([]);
});

it.each(["0.0.0.0/0", "198.51.100.0/24", "10.0.0.0/7", "10.200.0.1/24", "sg-xyz", "office"])(
  "refuses %s as who may reach the API from within",
  (peer) => {
    expect(privateAccessProblems([peer], "none")).toEqual([
      `privateAccess: must hold private IPv4 blocks such as 10.200.0.0/24 or security group ids, got "${peer}"; list what a peering, transit gateway or VPN leads to`,
    ]);
  },
);

it("accepts private networks and security groups from within", () => {
  expect(
    privateAccessProblems(
      ["10.200.0.0/24", "172.31.0.0/16", "192.168.7.0/24", "100.64.0.0/10", "sg-0123456789abcdef0"],
      "none",
    ),
  ).toEqual([]);
  expect(privateAccessProblems([], ["198.51.100.0/24"])).toEqual([]);
});

it("wants somebody to reach the API", () => {
  expect(privateAccessProblems([], "none")).toEqual([
    "privateAccess: must name who may reach the Kubernetes API where the internet may not, got []; list the network of the pipeline and of the VPN",
  ]);
});
