import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";

const sandbox = useSandbox();
const backup = (action: string, parameters?: unknown, region?: string) =>
  sandbox.rest("backup", action, parameters, region);
const VAULT = { BackupVaultName: "lms", BackupVaultArn: "arn:aws:backup:us-east-1:111111111111:backup-vault:lms" };
const error = (message: string) => ({ status: 400, json: { code: "ResourceNotFoundException", message } });

beforeEach(() => {
  sandbox.moto.json("GET /backup-vaults/lms", VAULT);
  sandbox.moto.json("GET /backup-vaults/other", { code: "ResourceNotFoundException", message: "other" }, 400);
  sandbox.moto.json("DELETE /backup-vaults/lms", {});
});

describe.each([
  { path: "access-policy", part: { Policy: "{}" }, what: "access policy" },
  {
    path: "notification-configuration",
    part: { SNSTopicArn: "arn:aws:sns:us-east-1:111111111111:warning", BackupVaultEvents: ["COPY_JOB_FAILED"] },
    what: "notifications",
  },
])("the $what of a vault", ({ path, part, what }) => {
  const none = error(`Backup vault lms has no ${what}`);

  it("are kept, in their region, until they are deleted", async () => {
    expect(await backup(`GET /backup-vaults/lms/${path}`)).toEqual(none);
    expect((await backup(`PUT /backup-vaults/lms/${path}`, part)).status).toBe(200);
    expect(await backup(`GET /backup-vaults/lms/${path}`)).toEqual({ status: 200, json: { ...VAULT, ...part } });
    expect((await backup(`GET /backup-vaults/lms/${path}`, undefined, "eu-west-1")).status).toBe(400);
    expect((await backup(`DELETE /backup-vaults/lms/${path}`)).status).toBe(200);
    expect(await backup(`GET /backup-vaults/lms/${path}`)).toEqual(none);
  });

  it("are refused for a vault that is not there", async () => {
    expect(await backup(`PUT /backup-vaults/other/${path}`, part)).toEqual(error("other"));
  });

  it("go with the vault", async () => {
    await backup(`PUT /backup-vaults/lms/${path}`, part);
    expect((await backup("DELETE /backup-vaults/lms")).status).toBe(200);
    expect(await backup(`GET /backup-vaults/lms/${path}`)).toEqual(none);
  });

  it("stay when moto does not delete the vault", async () => {
    await backup(`PUT /backup-vaults/lms/${path}`, part);
    sandbox.moto.json("DELETE /backup-vaults/lms", { code: "InvalidRequestException", message: "no" }, 400);
    expect((await backup("DELETE /backup-vaults/lms")).status).toBe(400);
    expect((await backup(`GET /backup-vaults/lms/${path}`)).status).toBe(200);
  });
});

describe("the backups in a vault", () => {
  it("are none", async () => {
    expect(await backup("GET /backup-vaults/lms/recovery-points/")).toEqual({
      status: 200,
      json: { RecoveryPoints: [] },
    });
  });

  it("are refused for a vault that is not there", async () => {
    expect(await backup("GET /backup-vaults/other/recovery-points/")).toEqual(error("other"));
  });
});
