import { ACCESS_EDITS } from "./access";
import { COMBINED_EDITS } from "./combined";
import { COST_EDITS } from "./cost";
import type { Edit } from "./edit";
import { LOSS_EDITS } from "./loss";
import { OUTAGE_EDITS } from "./outage";
import { UNSEEN_EDITS } from "./unseen";

/** Every edit that a plan was recorded of, by the name of its files in `plans/`. */
export const EDITS: Readonly<Record<string, Edit>> = {
  ...COMBINED_EDITS,
  ...LOSS_EDITS,
  ...ACCESS_EDITS,
  ...OUTAGE_EDITS,
  ...COST_EDITS,
  ...UNSEEN_EDITS,
};
