import { type JsonObject, requiredString } from "../../json";
import { jsonAnswer } from "../../responses";
import { type Route, route } from "../../service";
import { Kind } from "../../store";
import { MISSING, newId, now } from "./model";
import { missing } from "./vaults";

const jobs = new Kind<JsonObject>("backup job, by id");

/**
 * Jobs that people start. They wait, and back nothing up: no recovery point comes of them.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
 */
export const jobRoutes: readonly Route[] = [
  route("PUT", "/backup-jobs", async (request, context) => {
    const text = (field: string) => requiredString(request.parameters, field, MISSING);
    const BackupVaultName = text("BackupVaultName");
    const problem = await missing(request, context, BackupVaultName);
    if (problem !== undefined) return problem;
    const BackupJobId = newId();
    const job = { BackupJobId, BackupVaultName, ResourceArn: text("ResourceArn"), IamRoleArn: text("IamRoleArn") };
    const started = { BackupJobId, CreationDate: now() };
    context.remembered(jobs).set(BackupJobId, { ...job, ...started, State: "CREATED" });
    return jsonAnswer(started);
  }),

  route("GET", "/backup-jobs", (_request, context) =>
    jsonAnswer({ BackupJobs: [...context.remembered(jobs).values()] }),
  ),

  route("GET", "/resources", () => jsonAnswer({ Results: [] })),
];
