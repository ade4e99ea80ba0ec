import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";
import { createCluster } from "./eks/support";

const sandbox = useSandbox();
const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/lms/1";
const CLUSTER = "arn:aws:eks:us-east-1:111111111111:cluster/lms";
const ASKED = { resourceIdentifier: BALANCER, awayFrom: "use1-az1", expiresIn: "2h", comment: "errors" };
const start = (more = {}) => sandbox.rest("arc-zonal-shift", "POST /zonalshifts", { ...ASKED, ...more });

function balancer(attribute: string): void {
  const member = `<member><Key>zonal_shift.config.enabled</Key><Value>${attribute}</Value></member>`;
  const operation = "DescribeLoadBalancerAttributes";
  sandbox.moto.xml(
    operation,
    `<${operation}Response><${operation}Result><Attributes>${member}</Attributes></${operation}Result></${operation}Response>`,
  );
}

beforeEach(() => {
  balancer("true");
  sandbox.moto.xml(
    "DescribeAvailabilityZones",
    "<DescribeAvailabilityZonesResponse><availabilityZoneInfo><item><zoneId>use1-az1</zoneId></item></availabilityZoneInfo></DescribeAvailabilityZonesResponse>",
  );
});

describe("a zonal shift", () => {
  it("of a load balancer that allows it starts, and says when it ends", async () => {
    const { status, json } = await start();
    const { startTime, expiryTime, ...shift } = json as Record<string, number>;
    expect(status).toBe(201);
    expect(shift).toEqual({
      zonalShiftId: expect.any(String),
      resourceIdentifier: BALANCER,
      awayFrom: "use1-az1",
      comment: "errors",
      status: "ACTIVE",
    });
    expect(Number(expiryTime) - Number(startTime)).toBe(7200);
  });

  it("is refused for a load balancer and a cluster that do not take part", async () => {
    balancer("false");
    await createCluster(sandbox);
    for (const resourceIdentifier of [BALANCER, CLUSTER]) {
      expect(await start({ resourceIdentifier })).toEqual({
        status: 404,
        json: { code: "ResourceNotFoundException", message: `${resourceIdentifier} does not take part in zonal shift` },
      });
    }
  });

  it("of a cluster that allows it starts", async () => {
    await createCluster(sandbox, { zonalShiftConfig: { enabled: true } });
    expect((await start({ resourceIdentifier: CLUSTER })).status).toBe(201);
  });

  it.each([
    [{ awayFrom: "us-east-1a" }, "awayFrom must be the id of a zone of the region, got us-east-1a"],
    [{ expiresIn: "4d" }, "expiresIn must be minutes or hours up to three days, got 4d"],
    [{ expiresIn: "73h" }, "expiresIn must be minutes or hours up to three days, got 73h"],
    [{ comment: undefined }, "comment is required"],
  ])("%s is refused", async (more, message) => {
    expect(await start(more)).toEqual({ status: 400, json: { code: "ValidationException", message } });
  });
});
