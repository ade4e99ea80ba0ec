import { expect, it } from "vitest";
import { accessEntryProblems } from "../../../modules/eks/access";
import { apiAccessProblems } from "../../../modules/eks/api-access";
import { apiAccess } from "../../../modules/eks/cluster-settings";
import { settingsProblems } from "../../../modules/foundation/schema";

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

const problemsOf = (publicAccess: "none" | readonly string[], privateAccess: readonly string[]) =>
  settingsProblems("", apiAccess, { publicAccess, privateAccess });

it.each([
  ["no CIDR", [], 'must have 1 to 40 elements, got []; list them or say "none"'],
  ["the whole internet", ["0.0.0.0/0"]],
  ["half of it", ["128.0.0.0/1"]],
  ["what is no CIDR", ["198.51.100.7"]],
  ["a block with bits beyond its prefix", ["198.51.100.7/24"]],
  ["private addresses, which EKS refuses", ["10.0.0.0/8"]],
  ["private addresses within others", ["192.0.0.0/8"]],
  ["addresses of carriers", ["100.64.0.0/10"]],
  ["addresses that no one has", ["169.254.0.0/16"]],
  [
    "the same network twice",
    ["203.0.113.0/24", "203.0.113.0/24"],
    'must name each block once, got "203.0.113.0/24"; remove the repetition',
  ],
] as const)("refuses public access for %s", (_what, cidrs: readonly string[], problem?: string) => {
  const block = "must be an IPv4 block of the internet of /8 or narrower such as 198.51.100.0/24";
  const remedy = "list the public networks of those who may connect; private ones belong into privateAccess";
  expect(problemsOf(cidrs, [])).toEqual([
    `publicAccess: ${problem ?? `${block}, got ${JSON.stringify(cidrs[0])}; ${remedy}`}`,
  ]);
});

it("accepts no public access, and an explicit list", () => {
  expect(problemsOf("none", [])).toEqual([]);
  expect(problemsOf(["198.51.100.0/24", "203.0.113.7/32", "11.0.0.0/8"], [])).toEqual([]);
});

it.each(["0.0.0.0/0", "198.51.100.0/24", "10.0.0.0/7", "10.200.0.1/24", "sg-xyz", "office"])(
  "refuses %s as who may reach the API from within",
  (peer) => {
    expect(problemsOf("none", [peer])).toEqual([
      `privateAccess: must be a private IPv4 block such as 10.200.0.0/24 or a security group id, got "${peer}"; list what a peering, transit gateway or VPN leads to`,
    ]);
  },
);

it("accepts private networks and security groups from within", () => {
  const peers = ["10.200.0.0/24", "172.31.0.0/16", "192.168.7.0/24", "100.64.0.0/10", "sg-0123456789abcdef0"];
  expect(problemsOf("none", peers)).toEqual([]);
  expect(apiAccessProblems(peers, "none")).toEqual([]);
  expect(apiAccessProblems([], ["198.51.100.0/24"])).toEqual([]);
});

it("wants somebody to reach the API", () => {
  expect(apiAccessProblems([], "none")).toEqual([
    "privateAccess: must name who may reach the Kubernetes API where the internet may not, got []; list the network of the pipeline and of the VPN",
  ]);
});
