import { type JsonObject, pick } from "../../json";
import type { AwsRequest } from "../../request";
import { jsonAnswer } from "../../responses";
import { type Context, isSuccess, type Route, route } from "../../service";
import { Kind } from "../../store";
import { found } from "./model";

const accessPolicies = new Kind<JsonObject>("access policy of a backup vault, by vault name");
const notifications = new Kind<JsonObject>("notifications of a backup vault, by vault name");

/** What a vault has besides itself, which moto lacks: its access policy, its notifications and the list of its backups. */
export const vaultRoutes: readonly Route[] = [
  ...subresource("access-policy", accessPolicies, ["Policy"], "access policy"),
  ...subresource("notification-configuration", notifications, ["SNSTopicArn", "BackupVaultEvents"], "notifications"),

  // Nothing is ever backed up here.
  route(
    "GET",
    "/backup-vaults/{vault}/recovery-points",
    async (request, context, { vault }) =>
      (await missing(request, context, vault)) ?? jsonAnswer({ RecoveryPoints: [] }),
  ),

  route("DELETE", "/backup-vaults/{vault}", async (request, context, { vault }) => {
    const answer = await context.passOn(request);
    if (isSuccess(answer)) {
      for (const kind of [accessPolicies, notifications]) context.remembered(kind).delete(vault);
    }
    return answer;
  }),
];

/** A part of a vault that is put, got and deleted as a whole. */
function subresource(path: string, kind: Kind<JsonObject>, fields: readonly string[], what: string): Route[] {
  return [
    route("PUT", `/backup-vaults/{vault}/${path}`, async (request, context, { vault }) => {
      const problem = await missing(request, context, vault);
      if (problem !== undefined) return problem;
      context.remembered(kind).set(vault, pick(request.parameters, fields));
      return jsonAnswer({});
    }),

    route("GET", `/backup-vaults/{vault}/${path}`, (_request, context, { vault }) => {
      const part = found(context.remembered(kind).get(vault), `Backup vault ${vault} has no ${what}`);
      const BackupVaultArn = context.arn(`backup-vault:${vault}`);
      return jsonAnswer({ BackupVaultName: vault, BackupVaultArn, ...part });
    }),

    route("DELETE", `/backup-vaults/{vault}/${path}`, (_request, context, { vault }) => {
      context.remembered(kind).delete(vault);
      return jsonAnswer({});
    }),
  ];
}

/** Moto's answer for a vault that it does not have; undefined for one that it has. */
export async function missing(request: AwsRequest, context: Context, vault: string) {
  const path = `/backup-vaults/${encodeURIComponent(vault)}`;
  const body = Buffer.alloc(0);
  const answer = await context.passOn({ ...request, method: "GET", url: path, path, action: `GET ${path}`, body });
  return isSuccess(answer) ? undefined : answer;
}
