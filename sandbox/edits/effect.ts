import { EFFECTS, type Effect } from "../../environments/edits";
import { IRREPLACEABLE } from "../../modules/foundation/irreplaceable";
import type { PlannedChange } from "../../review/plan/planned-change";
import { entryOf } from "../../review/plan/values";

/** Changes of an argument that restart something or let another instance take over. */
const FAILOVERS: Readonly<Record<string, RegExp>> = {
  aws_elasticache_replication_group: /^(node_type|engine_version)$/,
  aws_rds_cluster: /^engine_version$/,
  aws_rds_cluster_instance: /^instance_class$/,
};

/** Arguments of a node group whose change rolls its nodes. */
const ROLLS = /^(version|release_version|launch_template)\b/;

/** The effect of planned changes: that of the worst. */
export function effectOf(changes: readonly PlannedChange[]): Effect {
  const order = Object.keys(EFFECTS) as Effect[];
  const worst = Math.max(0, ...changes.map((change) => order.indexOf(effectOfOne(change))));
  return order[worst] ?? "in place";
}

function effectOfOne({ type, action, differences, before, after }: PlannedChange): Effect {
  const isGone = action === "delete" || action === "replace";
  const changes = (pattern: RegExp) => action === "update" && differences.some(({ path }) => pattern.test(path));
  if (isGone && entryOf(IRREPLACEABLE, type) !== undefined) return "loses data";
  if (isGone && type === "aws_rds_cluster_instance") return "fails over";
  if (changes(entryOf(FAILOVERS, type) ?? /^\b$/)) return "fails over";
  if (action === "update" && Number(after.num_cache_clusters) < Number(before.num_cache_clusters)) return "fails over";
  if (type === "aws_eks_node_group" && (isGone || changes(ROLLS))) return "rolls nodes";
  // What Terraform only remembers is nothing of AWS's.
  return isGone && type !== "terraform_data" ? "replaces stateless" : "in place";
}
