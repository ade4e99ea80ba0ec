import { describe, expect, it } from "vitest";
import { type End, type NetworkPolicy, Policies } from "../../../sandbox/network/policies";

const NAMESPACES = {
  school: { "kubernetes.io/metadata.name": "school" },
  library: { "kubernetes.io/metadata.name": "library" },
};

const pod = (namespace: keyof typeof NAMESPACES, app: string, address = "10.0.0.7"): End => ({
  address,
  pod: { namespace, labels: { app } },
});
const TEACHER = pod("school", "teacher");
const PUPIL = pod("school", "pupil");
const READER = pod("library", "reader");
const STREET: End = { address: "203.0.113.5" };
const HTTPS = { number: 443, protocol: "TCP" } as const;

const policy = (spec: Partial<NetworkPolicy["spec"]>, namespace = "school"): NetworkPolicy => ({
  metadata: { name: "one", namespace },
  spec: { podSelector: {}, policyTypes: [], ...spec },
});
const DENY_ALL = policy({ policyTypes: ["Ingress", "Egress"] });

/** Whether the first reaches the second. */
const reach = (
  policies: readonly NetworkPolicy[],
  from: End,
  to: End,
  port: Parameters<Policies["connects"]>[2] = HTTPS,
) => new Policies(policies, NAMESPACES).connects(from, to, port);

describe("a connection", () => {
  it("is let through where no policy selects a pod", () => {
    expect(reach([], TEACHER, PUPIL)).toBe(true);
    expect(reach([DENY_ALL], READER, STREET)).toBe(true);
  });

  it("is stopped at either end", () => {
    expect(reach([DENY_ALL], TEACHER, STREET)).toBe(false);
    expect(reach([DENY_ALL], STREET, TEACHER)).toBe(false);
    const out = policy({ policyTypes: ["Egress"], egress: [{}] });
    expect(reach([DENY_ALL, out], TEACHER, STREET)).toBe(true);
    expect(reach([DENY_ALL, out], TEACHER, PUPIL)).toBe(false);
    expect(reach([DENY_ALL, out, policy({ policyTypes: ["Ingress"], ingress: [{}] })], TEACHER, PUPIL)).toBe(true);
  });

  it("is let through by the pods that a rule selects, in its own namespace where it names none", () => {
    const own = policy({
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: "teacher" } } }] }],
    });
    expect(reach([own], TEACHER, PUPIL)).toBe(true);
    expect(reach([own], PUPIL, TEACHER)).toBe(false);
    expect(reach([own], pod("library", "teacher"), PUPIL)).toBe(false);
    expect(reach([own], STREET, PUPIL)).toBe(false);
  });

  it("is let through by the namespaces that a rule selects, and there by the pods", () => {
    const library = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "library" } } };
    const readers = { ...library, podSelector: { matchLabels: { app: "reader" } } };
    const open = (peer: object) => policy({ policyTypes: ["Ingress"], ingress: [{ from: [peer] }] });
    expect(reach([open(library)], READER, PUPIL)).toBe(true);
    expect(reach([open(library)], TEACHER, PUPIL)).toBe(false);
    expect(reach([open(readers)], READER, PUPIL)).toBe(true);
    expect(reach([open(readers)], pod("library", "guest"), PUPIL)).toBe(false);
    expect(reach([open({ namespaceSelector: {} })], READER, PUPIL)).toBe(true);
  });

  it("is let through by a block of addresses, those of pods too, but for its exceptions", () => {
    const block = (ipBlock: object) => policy({ policyTypes: ["Egress"], egress: [{ to: [{ ipBlock }] }] } as never);
    expect(reach([block({ cidr: "10.0.0.0/24" })], TEACHER, READER)).toBe(true);
    expect(reach([block({ cidr: "10.0.0.0/24" })], TEACHER, STREET)).toBe(false);
    expect(reach([block({ cidr: "0.0.0.0/0", except: ["203.0.113.0/24"] })], TEACHER, STREET)).toBe(false);
  });

  it("is let through on the ports of the rule, in its protocol", () => {
    const ports = policy({
      policyTypes: ["Egress"],
      egress: [{ ports: [{ port: 443 }, { port: 53, protocol: "UDP" }] }],
    });
    expect(reach([ports], TEACHER, STREET)).toBe(true);
    expect(reach([ports], TEACHER, STREET, { number: 80, protocol: "TCP" })).toBe(false);
    expect(reach([ports], TEACHER, STREET, { number: 53, protocol: "UDP" })).toBe(true);
    expect(reach([ports], TEACHER, STREET, { number: 53, protocol: "TCP" })).toBe(false);
  });

  it("is let through by one rule alone, and a policy holds for the pods that it selects", () => {
    const teachers = policy({
      podSelector: { matchLabels: { app: "teacher" } },
      policyTypes: ["Egress"],
      egress: [
        { to: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: 443 }] },
        { to: [{ ipBlock: { cidr: "203.0.113.0/24" } }], ports: [{ port: 80 }] },
      ],
    });
    expect(reach([teachers], TEACHER, STREET)).toBe(false);
    expect(reach([teachers], PUPIL, STREET)).toBe(true);
  });
});

it.each([
  [{ podSelector: { matchExpressions: [] } }, "matchExpressions"],
  [{ egress: [{ ports: [{ port: 1, endPort: 9 }] }] }, "endPort"],
  [{ egress: [{ ports: [{ port: "https" }] }] }, '"https"'],
])("what is not judged is refused: %j", (spec, what) => {
  expect(() => new Policies([policy(spec as never)], NAMESPACES)).toThrow(
    `school/one: must not use ${what}, which is not judged`,
  );
});
