import { type AlarmTable, countOf, fiveMinutes, minutes } from "../../alerting";
import { overAll } from "../../foundation/metrics";
import type { WatchedParts } from "../watched-parts";

/**
 * What is watched of the NAT gateways, the application tier's only way out.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 */
export function networkAlarms({ metrics }: WatchedParts["network"]): AlarmTable<"nat-ports" | "nat-drops"> {
  const gateways = Object.values(metrics.natGateways);
  return {
    "nat-ports": {
      meaning:
        "A NAT gateway is out of ports for one destination: pods cannot connect to mail, payment or another service.",
      runbook: "nat-gateways",
      signal: overAll(
        "SUM",
        gateways.map(({ portErrors }) => portErrors),
      ),
      range: countOf("connections"),
      threshold: { above: 0 },
      window: minutes(15, 10),
      missingData: "silent-when-idle",
      incident: "none",
    },
    "nat-drops": {
      meaning: "NAT gateways drop far more packets than usual: what pods send outside arrives late or not at all.",
      runbook: "nat-gateways",
      signal: overAll(
        "SUM",
        gateways.map(({ droppedPackets }) => droppedPackets),
      ),
      range: countOf("packets"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}
