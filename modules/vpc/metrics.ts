import { metricsOf } from "../foundation/metrics";

/** Metrics of a NAT gateway. */
export type NatGatewayMetrics = ReturnType<typeof natGatewayMetrics>;

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html */
export function natGatewayMetrics(NatGatewayId: string) {
  const metric = metricsOf("AWS/NATGateway", { NatGatewayId });
  return {
    /** Connections that found no free port. */
    portErrors: metric("ErrorPortAllocation", "Sum"),
    droppedPackets: metric("PacketsDropCount", "Sum"),
    bytesSent: metric("BytesOutToDestination", "Sum"),
  };
}
