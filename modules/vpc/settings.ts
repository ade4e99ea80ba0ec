/** VPC of an environment. */
export interface NetworkSettings {
  /** IPv4 block of the VPC, /16 to /21, disjoint from those of all other environments and recovery regions. */
  readonly cidr: string;
  /** Availability zones of the region, at least two. A zone's subnets keep their place whatever other zones come or go. */
  readonly zones: readonly string[];
  /** `one` shares a NAT gateway (in the first zone) and is lost with that zone; `one-per-zone` survives it and costs one each. */
  readonly natGateways: "one" | "one-per-zone";
  /** AWS services reached through PrivateLink instead of the NAT gateways. Each costs money per zone and hour. */
  readonly interfaceEndpoints: readonly InterfaceEndpointService[];
}

/**
 * AWS services that the platform can reach by an interface endpoint, by the last part of the endpoint's name.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const INTERFACE_ENDPOINT_SERVICES = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "sqs",
  "ssm",
  "sts",
  "xray",
] as const;

export type InterfaceEndpointService = (typeof INTERFACE_ENDPOINT_SERVICES)[number];
