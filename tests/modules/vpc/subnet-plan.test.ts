import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CidrBlock, cidrSize, cidrsOverlap, parseCidr } from "../../../modules/foundation/cidr";
import { TIERS, type Tier } from "../../../modules/foundation/contracts";
import { MAX_VPC_PREFIX, MIN_VPC_PREFIX } from "../../../modules/vpc/settings";
import { subnetCidr, subnetSize, tierCidr } from "../../../modules/vpc/subnet-plan";
import { resolved } from "../../support/variables";

describe("tierCidr", () => {
  it.each<[Tier, string]>([
    ["private-app", "10.0.0.0/17"],
    ["public", "10.0.128.0/19"],
    ["private-data", "10.0.160.0/19"],
    ["control-plane", "10.0.192.0/20"],
  ])("of %s in 10.0.0.0/16 is %s", (tier, expected) => {
    expect(tierCidr("10.0.0.0/16", tier)).toBe(expected);
  });
});

describe("subnetCidr", () => {
  it.each<[Tier, string, string]>([
    ["private-app", "us-east-1a", "10.0.0.0/20"],
    ["private-app", "us-east-1c", "10.0.32.0/20"],
    ["private-app", "us-east-1h", "10.0.112.0/20"],
    ["public", "us-east-1a", "10.0.128.0/22"],
    ["public", "us-east-1f", "10.0.148.0/22"],
    ["private-data", "us-east-1b", "10.0.164.0/22"],
    ["control-plane", "us-east-1b", "10.0.194.0/23"],
  ])("of %s in %s is %s", (tier, zone, expected) => {
    expect(subnetCidr("10.0.0.0/16", tier, zone)).toBe(expected);
  });

  it("leaves a load balancer its /27 and the control plane its /28 in the smallest VPC", () => {
    expect(subnetCidr("10.0.0.0/21", "public", "us-east-1a")).toBe("10.0.4.0/27");
    expect(subnetCidr("10.0.0.0/21", "control-plane", "us-east-1a")).toBe("10.0.6.0/28");
  });

  it("gives disjoint subnets inside their tier, whatever the VPC and the zones", () => {
    fc.assert(
      fc.property(vpcs, zones, (vpc, letters) => {
        const subnets = TIERS.flatMap((tier) => letters.map((letter) => ({ tier, cidr: cidr(vpc, tier, letter) })));
        subnets.forEach(({ tier, cidr: one }, index) => {
          const whole = parse(tierCidr(vpc, tier));
          expect(one.base >= whole.base && one.base + cidrSize(one) <= whole.base + cidrSize(whole)).toBe(true);
          expect(subnets.slice(index + 1).some((other) => cidrsOverlap(one, other.cidr))).toBe(false);
        });
      }),
    );
  });

  it("keeps a zone's subnets where they are when other zones come or go", () => {
    const addressesOf = (vpc: string, letters: readonly string[]) =>
      new Map(
        letters.flatMap((letter) => TIERS.map((tier) => [`${tier}-${letter}`, cidr(vpc, tier, letter)] as const)),
      );
    fc.assert(
      fc.property(vpcs, zones, zones, (vpc, before, after) => {
        const then = addressesOf(vpc, before);
        const now = addressesOf(vpc, after);
        for (const [name, address] of then) {
          if (now.has(name)) expect(now.get(name)).toEqual(address);
        }
      }),
    );
  });

  it("refuses a zone without a letter from a to h", () => {
    expect(() => subnetCidr("10.0.0.0/16", "public", "us-east-1z")).toThrow(
      new RangeError('zones: must end in a letter from a to h, got "us-east-1z"; name a zone such as us-east-1a'),
    );
  });

  it("refuses what is no CIDR", () => {
    expect(() => subnetCidr("10.0.0.0", "public", "us-east-1a")).toThrow(
      new RangeError(
        'cidr: must be an IPv4 block such as 10.0.0.0/16, got "10.0.0.0"; correct the address or the prefix',
      ),
    );
  });
});

describe("subnetSize", () => {
  it.each<[Tier, number]>([
    ["private-app", 4096],
    ["public", 1024],
    ["private-data", 1024],
  ])("of %s in 10.0.0.0/16 is %i", (tier, expected) => {
    expect(subnetSize("10.0.0.0/16", tier)).toBe(expected);
  });
});

describe("a block that Terraform alone knows", () => {
  const of = (value: (cidr: string) => unknown) => resolved((root) => value(root.text("cidr")));

  it("is cut by Terraform into the same parts", () => {
    expect(of((cidr) => tierCidr(cidr, "private-data"))).toBe(ref("cidrsubnet(var.cidr, 3, 5)"));
    expect(of((cidr) => subnetCidr(cidr, "private-data", "us-east-1b"))).toBe(ref("cidrsubnet(var.cidr, 6, 41)"));
    expect(of((cidr) => subnetCidr(cidr, "private-app", "us-east-1c"))).toBe(ref("cidrsubnet(var.cidr, 4, 2)"));
  });

  it("has its sizes reckoned by Terraform", () => {
    expect(of((cidr) => subnetSize(cidr, "private-app"))).toBe(ref('pow(2, (28 - element(split("/", var.cidr), 1)))'));
  });
});

/** A reference as it stands in the JSON. */
const ref = (expression: string) => `\${${expression}}`;
const zones = fc.subarray(["a", "b", "c", "d", "e", "f", "g", "h"], { minLength: 2 });
const vpcs = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: MIN_VPC_PREFIX, max: MAX_VPC_PREFIX }))
  .map(([octet, prefix]) => `10.${octet}.0.0/${prefix}`);

function cidr(vpc: string, tier: Tier, letter: string): CidrBlock {
  return parse(subnetCidr(vpc, tier, `us-east-1${letter}`));
}

function parse(text: string): CidrBlock {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(text);
  return parsed;
}
