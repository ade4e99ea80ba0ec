import { type JsonObject, objectAt, pick, requiredString } from "../../json";
import { AwsError, jsonAnswer } from "../../responses";
import { type Route, route } from "../../service";
import { found, MISSING, newId, now, planOf, requiredObject } from "./model";

/** What a list of selections tells of each. */
const SUMMARY = ["SelectionId", "BackupPlanId", "CreationDate", "CreatorRequestId"];

/** What a plan backs up. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html */
export const selectionRoutes: readonly Route[] = [
  route("PUT", "/backup/plans/{plan}/selections", (request, context, { plan }) => {
    const { selections } = planOf(context, plan);
    const asked = requiredObject(request.parameters, "BackupSelection");
    const name = requiredString(asked, "SelectionName", MISSING);
    requiredString(asked, "IamRoleArn", MISSING);
    if ([...selections.values()].some((other) => selectionOf(other).SelectionName === name)) {
      throw new AwsError("AlreadyExistsException", `Backup selection ${name} already exists`);
    }
    const selection = {
      SelectionId: newId(),
      BackupPlanId: plan,
      CreationDate: now(),
      ...pick(request.parameters, ["CreatorRequestId", "BackupSelection"]),
    };
    selections.set(selection.SelectionId, selection);
    return jsonAnswer(pick(selection, SUMMARY));
  }),

  route("GET", "/backup/plans/{plan}/selections", (_request, context, { plan }) => {
    const BackupSelectionsList = [...planOf(context, plan).selections.values()].map((selection) => ({
      ...pick(selection, SUMMARY),
      ...pick(selectionOf(selection), ["SelectionName", "IamRoleArn"]),
    }));
    return jsonAnswer({ BackupSelectionsList });
  }),

  route("GET", "/backup/plans/{plan}/selections/{id}", (_request, context, { plan, id }) =>
    jsonAnswer(found(planOf(context, plan).selections.get(id), `Cannot find Backup selection ${id}`)),
  ),

  route("DELETE", "/backup/plans/{plan}/selections/{id}", (_request, context, { plan, id }) => {
    const { selections } = planOf(context, plan);
    found(selections.get(id), `Cannot find Backup selection ${id}`);
    selections.delete(id);
    return jsonAnswer({});
  }),
];

function selectionOf(selection: JsonObject): JsonObject {
  return objectAt(selection, "BackupSelection") ?? {};
}
