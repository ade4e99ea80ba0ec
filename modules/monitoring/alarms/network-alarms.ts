import { type AlarmTable, countOf, fiveMinutes, minutes } from "../../alerting";
import { type Metric, overAll } from "../../foundation/metrics";
import type { Network } from "../../vpc";

/**
 * What is watched of the NAT gateways, the application tier's only way out.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 */
export function networkAlarms({ natGateways }: Network): AlarmTable<"nat-ports" | "nat-drops"> {
  const metrics = (name: string): Metric[] =>
    [...natGateways.values()].map(({ id }) => ({
      namespace: "AWS/NATGateway",
      name,
      statistic: "Sum",
      dimensions: { NatGatewayId: id },
    }));
  return {
    "nat-ports": {
      meaning:
        "A NAT gateway is out of ports for one destination: pods cannot connect to mail, payment or another service.",
      runbook: "nat-gateways",
      signal: overAll("SUM", metrics("ErrorPortAllocation")),
      range: countOf("connections"),
      threshold: { above: 0 },
      window: minutes(15, 10),
      missingData: "silent-when-idle",
      incident: "none",
    },
    "nat-drops": {
      meaning: "NAT gateways drop far more packets than usual: what pods send outside arrives late or not at all.",
      runbook: "nat-gateways",
      signal: overAll("SUM", metrics("PacketsDropCount")),
      range: countOf("packets"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}
