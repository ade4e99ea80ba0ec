import { beforeEach, expect, it } from "vitest";
import { useSandbox } from "../../support";

const sandbox = useSandbox();
const backup = (action: string, parameters?: unknown) => sandbox.rest("backup", action, parameters);

const JOB = {
  BackupVaultName: "lms",
  ResourceArn: "arn:aws:rds:us-east-1:111111111111:cluster:lms",
  IamRoleArn: "arn:aws:iam::111111111111:role/backup",
};

beforeEach(() => {
  sandbox.moto.json("GET /backup-vaults/lms", { BackupVaultName: "lms" });
  sandbox.moto.json("GET /backup-vaults/other", { code: "ResourceNotFoundException", message: "other" }, 400);
});

it("a job that is started waits, and leaves nothing in the vault", async () => {
  const started = { BackupJobId: expect.any(String), CreationDate: expect.any(Number) };
  expect(await backup("PUT /backup-jobs", JOB)).toEqual({ status: 200, json: started });
  expect((await backup("GET /backup-jobs/?createdAfter=0")).json).toEqual({
    BackupJobs: [{ ...JOB, ...started, State: "CREATED" }],
  });
  expect((await backup("GET /backup-vaults/lms/recovery-points")).json).toEqual({ RecoveryPoints: [] });
  expect((await backup("GET /resources/")).json).toEqual({ Results: [] });
});

it("a job needs a vault that is there, and what to back up", async () => {
  expect(await backup("PUT /backup-jobs", { ...JOB, BackupVaultName: "other" })).toEqual({
    status: 400,
    json: { code: "ResourceNotFoundException", message: "other" },
  });
  const { ResourceArn: _, ...without } = JOB;
  expect((await backup("PUT /backup-jobs", without)).json).toEqual({
    code: "MissingParameterValueException",
    message: "ResourceArn is required",
  });
});
