/** Facts of an EC2 instance type that planning a node group needs. */
export interface InstanceTypeFacts {
  readonly vcpus: number;
  readonly memoryGib: number;
  /** Network interfaces, and the IPv4 addresses or /28 prefixes that each can hold. */
  readonly networkInterfaces: number;
  readonly slotsPerInterface: number;
}

/**
 * The instance types that node groups may use. All are x86-64, as the nodes' AMI is.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
export const INSTANCE_TYPES = {
  "t3.medium": { vcpus: 2, memoryGib: 4, networkInterfaces: 3, slotsPerInterface: 6 },
  "t3.large": { vcpus: 2, memoryGib: 8, networkInterfaces: 3, slotsPerInterface: 12 },
  "t3.xlarge": { vcpus: 4, memoryGib: 16, networkInterfaces: 4, slotsPerInterface: 15 },
  "m6i.large": { vcpus: 2, memoryGib: 8, networkInterfaces: 3, slotsPerInterface: 10 },
  "m6i.xlarge": { vcpus: 4, memoryGib: 16, networkInterfaces: 4, slotsPerInterface: 15 },
  "c6i.xlarge": { vcpus: 4, memoryGib: 8, networkInterfaces: 4, slotsPerInterface: 15 },
  "c6i.2xlarge": { vcpus: 8, memoryGib: 16, networkInterfaces: 4, slotsPerInterface: 15 },
  "c6i.4xlarge": { vcpus: 16, memoryGib: 32, networkInterfaces: 8, slotsPerInterface: 30 },
  "r6i.large": { vcpus: 2, memoryGib: 16, networkInterfaces: 3, slotsPerInterface: 10 },
  "r6i.xlarge": { vcpus: 4, memoryGib: 32, networkInterfaces: 4, slotsPerInterface: 15 },
  "r6i.2xlarge": { vcpus: 8, memoryGib: 64, networkInterfaces: 4, slotsPerInterface: 15 },
} as const satisfies Record<string, InstanceTypeFacts>;

/** An instance type that the platform has the facts of. */
export type InstanceType = keyof typeof INSTANCE_TYPES;

/** The names of the instance types. */
export const INSTANCE_TYPE_NAMES = Object.keys(INSTANCE_TYPES) as InstanceType[];

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
export const MAX_NODES_PER_GROUP = 450;
