import { ACCOUNT_EDITS } from "./account";
import { DATA_EDITS } from "./data";
import { EDGE_EDITS } from "./edge";
import type { EnvironmentEdits } from "./edit";
import { NETWORK_AND_CLUSTER_EDITS } from "./network-and-cluster";
import { OPERATIONS_EDITS } from "./operations";

export { CODE_EDITS } from "./code";
export {
  Absent,
  type CodeEdit,
  type CodeEdits,
  type EditRow,
  EFFECTS,
  type Effect,
  type EnvironmentEdit,
  type EnvironmentEdits,
  leaveRecovery,
  turnRecoveryOn,
  type Writable,
} from "./edit";

/**
 * Every edit of an environment that runs, and its effect. `docs/edits.md` is made of it, and `npm run sandbox -- edits prod`
 * proves it. A setting that is in no path of it is an error of the tests.
 */
export const EDITS: EnvironmentEdits = {
  ...ACCOUNT_EDITS,
  ...NETWORK_AND_CLUSTER_EDITS,
  ...EDGE_EDITS,
  ...DATA_EDITS,
  ...OPERATIONS_EDITS,
};

/** The setting that an edit is about, without what becomes of its entries. */
export function settingOf(edited: string): string {
  return edited.replace(/: .*$/, "");
}
