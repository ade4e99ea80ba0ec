import { randomUUID } from "node:crypto";
import { objectAt, requiredString } from "../json";
import { AwsError, jsonAnswer } from "../responses";
import { type Context, route, type Service } from "../service";
import { elementAt, elementsAt, textAt } from "../xml";
import { clusters } from "./eks/model";

const UNITS_MS = { m: 60_000, h: 3_600_000 } as const;
const MAX_MS = 3 * 24 * UNITS_MS.h;

/**
 * Zonal shift, which moto does not have: it is taken for what lets itself be shifted, and nothing moves.
 * @see https://docs.aws.amazon.com/arc-zonal-shift/latest/api/API_StartZonalShift.html
 */
export const zonalShift: Service = {
  name: "arc-zonal-shift",
  routes: [
    route("POST", "/zonalshifts", async ({ parameters }, context) => {
      const text = (field: string) => requiredString(parameters, field, "ValidationException");
      const [resourceIdentifier, awayFrom, comment] = ["resourceIdentifier", "awayFrom", "comment"].map(text) as [
        string,
        string,
        string,
      ];
      const lasts = durationMs(text("expiresIn"));
      if (!(await lets(context, resourceIdentifier))) {
        throw new AwsError("ResourceNotFoundException", `${resourceIdentifier} does not take part in zonal shift`, 404);
      }
      if (!(await zoneIds(context)).includes(awayFrom)) {
        throw new AwsError("ValidationException", `awayFrom must be the id of a zone of the region, got ${awayFrom}`);
      }
      const startTime = Math.floor(Date.now() / 1000);
      const times = { startTime, expiryTime: startTime + lasts / 1000 };
      const zonalShiftId = randomUUID();
      return jsonAnswer({ zonalShiftId, resourceIdentifier, awayFrom, comment, ...times, status: "ACTIVE" }, 201);
    }),
  ],
};

/** Such as `2h`: minutes or hours, at most three days. */
function durationMs(text: string): number {
  const [, count, unit] = /^([1-9]\d*)([mh])$/.exec(text) ?? [];
  const lasts = Number(count) * UNITS_MS[(unit ?? "m") as keyof typeof UNITS_MS];
  if (lasts <= MAX_MS) return lasts;
  throw new AwsError("ValidationException", `expiresIn must be minutes or hours up to three days, got ${text}`);
}

/** Whether a load balancer or a cluster has zonal shift turned on. */
async function lets(context: Context, arn: string): Promise<boolean> {
  if (arn.includes(":cluster/")) {
    const cluster = context.remembered(clusters).get(arn.slice(arn.lastIndexOf("/") + 1));
    return cluster !== undefined && objectAt(cluster.description, "zonalShiftConfig")?.enabled === true;
  }
  const Action = "DescribeLoadBalancerAttributes";
  // Without the version it is the classic load balancers that are asked for.
  const answer = await context.callQuery("elasticloadbalancing", {
    Action,
    Version: "2015-12-01",
    LoadBalancerArn: arn,
  });
  const attributes = elementsAt(elementAt(answer, `${Action}Response`, `${Action}Result`, "Attributes"), "member");
  return attributes.some(
    (attribute) => textAt(attribute, "Key") === "zonal_shift.config.enabled" && textAt(attribute, "Value") === "true",
  );
}

async function zoneIds(context: Context): Promise<(string | undefined)[]> {
  const answer = await context.callQuery("ec2", { Action: "DescribeAvailabilityZones" });
  const zones = elementAt(answer, "DescribeAvailabilityZonesResponse", "availabilityZoneInfo");
  return elementsAt(zones, "item").map((zone) => textAt(zone, "zoneId"));
}
