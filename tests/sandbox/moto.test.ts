import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { findMoto, startMoto } from "../../sandbox/moto";
import { ACCOUNT, temporaryFolder } from "./support";

/** Python runs it at its start: whoever reads all roles lets go of the interpreter after each, so that others change them. */
const SLOW_READER = `
import time
from moto.iam.models import IAMBackend
def slowly(self):
    for role in self.roles.values():
        time.sleep(0.001)
        yield role
IAMBackend.get_roles = slowly
`;

afterEach(() => vi.unstubAllEnvs());

it("answers what is asked at the same time one after the other, so that no answer fails inside moto", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "sitecustomize.py"), SLOW_READER);
  vi.stubEnv("PYTHONPATH", folder);
  const python = await findMoto(process.env, new AbortController().signal);
  const moto = await startMoto(python, ACCOUNT, join(folder, "moto.log"));
  try {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const role = { RoleName: `role-${index}`, AssumeRolePolicyDocument: "{}" };
        const created = await ask(moto.port, { Action: "CreateRole", ...role });
        const deleted = await ask(moto.port, { Action: "DeleteRole", ...role });
        return [created, deleted];
      }),
    );

    expect(new Set(answers.flat())).toEqual(new Set([200]));
  } finally {
    moto.child.kill("SIGKILL");
  }
});

async function ask(port: number, parameters: Record<string, string>): Promise<number> {
  const credential = "Credential=test/20250101/us-east-1/iam/aws4_request";
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  const body = new URLSearchParams(parameters);
  const { status } = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: { authorization }, body });
  return status;
}
