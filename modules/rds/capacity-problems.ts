import type {
  DatabaseCapacity,
  DatabaseInstances,
  ReaderScalingSettings,
  ServerlessCapacity,
} from "./database-settings";
import { INSTANCE_CLASSES, type InstanceClassFacts } from "./instance-classes";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html */
const MOST_ACU = 256;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html */
const MOST_READERS = 15;

const LONGEST_COOLDOWN_SECONDS = 3600;

/**
 * Checks what the database of a region runs on.
 * @param zones the zones of the network that it is in
 * @returns every problem at once, `[]` when there is none
 */
export function capacityProblems(capacity: DatabaseCapacity, zones: readonly string[]): string[] {
  const writers = Object.values(capacity.instances).filter((role) => role === "writer").length;
  return [
    ...zoneProblems("capacity.instances", capacity.instances, zones),
    ...(writers === 1 ? [] : [`capacity.instances: must have one writer, got ${writers}; give one instance that role`]),
    ...(capacity.kind === "serverless" ? serverlessProblems(capacity) : classProblems(capacity.instanceClass)),
    ...(capacity.kind === "provisioned" && capacity.readerScaling !== "none"
      ? scalingProblems(capacity.readerScaling, Object.keys(capacity.instances).length - writers)
      : []),
  ];
}

/** Checks that each instance is in a zone of the network. @returns every problem at once, `[]` when there is none */
export function zoneProblems(where: string, instances: DatabaseInstances, zones: readonly string[]): string[] {
  return Object.keys(instances)
    .filter((zone) => !zones.includes(zone))
    .map(
      (zone) =>
        `${where}: must be in the zones of the network ${zones.join(", ")}, got ${JSON.stringify(zone)}; ` +
        "move the instance or add the zone to the network",
    );
}

function classProblems(instanceClass: string): string[] {
  if ((INSTANCE_CLASSES as Readonly<Record<string, InstanceClassFacts>>)[instanceClass] !== undefined) return [];
  return [
    `capacity.instanceClass: must be a class that Aurora PostgreSQL offers, got ${JSON.stringify(instanceClass)}; ` +
      "choose from instance-classes.ts",
  ];
}

function serverlessProblems({ minCapacityAcu, maxCapacityAcu }: ServerlessCapacity): string[] {
  const halves = (acu: number) => Number.isInteger(acu * 2) && acu <= MOST_ACU;
  const problems: string[] = [];
  if (!(halves(minCapacityAcu) && minCapacityAcu >= 0)) {
    problems.push(
      `capacity.minCapacityAcu: must be from 0 to ${MOST_ACU} in steps of 0.5, got ${minCapacityAcu}; correct it`,
    );
  }
  if (!(halves(maxCapacityAcu) && maxCapacityAcu >= 1)) {
    problems.push(
      `capacity.maxCapacityAcu: must be from 1 to ${MOST_ACU} in steps of 0.5, got ${maxCapacityAcu}; correct it`,
    );
  }
  if (problems.length === 0 && minCapacityAcu > maxCapacityAcu) {
    problems.push(
      `capacity.maxCapacityAcu: must be at least minCapacityAcu ${minCapacityAcu}, got ${maxCapacityAcu}; raise it`,
    );
  }
  return problems;
}

function scalingProblems(scaling: ReaderScalingSettings, fixedReaders: number): string[] {
  const { minReaders, maxReaders, targetCpuPercent, scaleInCooldownSeconds, scaleOutCooldownSeconds } = scaling;
  const problems: string[] = [];
  const check = (field: string, value: number, [least, most]: readonly [number, number], remedy: string) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    problems.push(
      `capacity.readerScaling.${field}: must be a whole number from ${least} to ${most}, got ${value}; ${remedy}`,
    );
  };
  check("minReaders", minReaders, [Math.max(fixedReaders, 1), MOST_READERS], "count the readers of instances, too");
  check("maxReaders", maxReaders, [Math.max(minReaders, 1), MOST_READERS], "it must be no less than minReaders");
  check("targetCpuPercent", targetCpuPercent, [10, 90], "aim at a load that leaves room");
  check("scaleInCooldownSeconds", scaleInCooldownSeconds, [0, LONGEST_COOLDOWN_SECONDS], "correct it");
  check("scaleOutCooldownSeconds", scaleOutCooldownSeconds, [0, LONGEST_COOLDOWN_SECONDS], "correct it");
  return problems;
}
