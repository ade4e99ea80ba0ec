import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { Site } from "../foundation/names";
import { type EngineVersion, engineVersionFacts } from "./engine-versions";
import { CLUSTER_PARAMETERS, INSTANCE_PARAMETERS, type Parameter } from "./parameters";

export interface ParameterGroupsProps {
  readonly engineVersion: EngineVersion;
  readonly site: Pick<Site, "prefix">;
}

/**
 * The parameter groups of a cluster and of its instances. A new major version has a new family, and so new groups, which
 * exist before the cluster lets go of the old ones.
 */
export class ParameterGroups extends Construct {
  readonly cluster: RdsClusterParameterGroup;
  readonly instances: DbParameterGroup;

  constructor(scope: Construct, id: string, { engineVersion, site: { prefix } }: ParameterGroupsProps) {
    super(scope, id);
    const { family } = engineVersionFacts(engineVersion);
    const common = { namePrefix: `${prefix}-`, family, lifecycle: { createBeforeDestroy: true } };
    this.cluster = new RdsClusterParameterGroup(this, "cluster", {
      ...common,
      description: "Security, logging and autovacuum of Aurora PostgreSQL",
      parameter: CLUSTER_PARAMETERS.map(toBlock),
    });
    this.instances = new DbParameterGroup(this, "instances", {
      ...common,
      description: "What instances of Aurora PostgreSQL measure of themselves",
      parameter: INSTANCE_PARAMETERS.map(toBlock),
    });
  }
}

function toBlock({ name, value, applyMethod }: Parameter) {
  return { name, value, applyMethod };
}
