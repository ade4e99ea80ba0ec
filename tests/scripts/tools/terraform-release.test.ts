import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { PROJECT } from "../../../scripts/synth";
import { Terraform } from "../../../scripts/terraform";
import { terraformRelease, VERSION } from "../../../scripts/tools/terraform-release";
import { fakePrograms, temporaryFolder } from "../../sandbox/support";

const signal = new AbortController().signal;
const platform = "linux_amd64";
const PROGRAM = `#!/bin/sh\necho '{"terraform_version": "1.11.4"}'\n`;

/** An archive as HashiCorp makes them: the program beside its licence. */
const archive = (() => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "LICENSE.txt"), "a licence ".repeat(100));
  writeFileSync(join(folder, "terraform"), PROGRAM);
  execFileSync("python3", ["-m", "zipfile", "-c", "a.zip", "LICENSE.txt", "terraform"], { cwd: folder });
  return readFileSync(join(folder, "a.zip"));
})();
const checksums = { [platform]: createHash("sha256").update(archive).digest("hex") };

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A mirror of the releases, and an empty cache. */
async function mirror(answer: RequestListener) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { XDG_CACHE_HOME: temporaryFolder(), LMS_TERRAFORM_MIRROR: `${host}/` };
  const url = `${host}/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip`;
  const kept = () => readdirSync(join(env.XDG_CACHE_HOME, "lms-platform", "terraform"));
  return { env, host, url, paths, kept };
}

test("it is the one that version managers take", () => {
  expect(VERSION).toBe("1.11.4");
  expect(readFileSync(join(PROJECT, ".terraform-version"), "utf8")).toBe("1.11.4\n");
});

test("it is downloaded once, runs, and leaves nothing else", async () => {
  const { env, paths, kept } = await mirror((_, response) => response.end(archive));
  const binary = await terraformRelease(env, signal, { platform, checksums });
  expect(binary).toBe(join(env.XDG_CACHE_HOME, "lms-platform", "terraform", "1.11.4_linux_amd64", "terraform"));
  expect(readFileSync(binary, "utf8")).toBe(PROGRAM);
  expect(statSync(binary).mode & 0o777).toBe(0o755);
  expect((await Terraform.find({ TERRAFORM_BINARY_NAME: binary, PATH: "/bin" }, signal)).binary).toBe(binary);
  expect(await terraformRelease(env, signal, { platform, checksums })).toBe(binary);
  expect(paths).toEqual(["/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip"]);
  expect(kept()).toEqual(["1.11.4_linux_amd64"]);
});

test("two runs at once get the same", async () => {
  const { env, kept } = await mirror((_, response) => setTimeout(() => response.end(archive), 50));
  const runs = [1, 2].map(() => terraformRelease(env, signal, { platform, checksums }));
  const [first, second] = await Promise.all(runs);
  expect(first).toBe(second);
  expect(readFileSync(first ?? "", "utf8")).toBe(PROGRAM);
  expect(kept()).toEqual(["1.11.4_linux_amd64"]);
});

test("another archive is not unpacked, by the checksums that are pinned for each platform", async () => {
  const { env, host, kept } = await mirror((_, response) => response.end(archive));
  const pinned = {
    darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
    linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
  };
  for (const [platform, checksum] of Object.entries(pinned)) {
    await expect(terraformRelease(env, signal, { platform })).rejects.toThrow(
      `the download from ${host} has the checksum ${checksums.linux_amd64}, not ${checksum}`,
    );
  }
  expect(kept()).toEqual([]);
});

test.each([
  [
    "is cut off",
    "cannot be read (",
    10_000,
    (response: Parameters<RequestListener>[1]) => {
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, 100), () => response.destroy());
    },
  ],
  ["is missing", "answers 404", 10_000, (response: Parameters<RequestListener>[1]) => response.writeHead(404).end()],
  ["never begins", "is silent for 0.2 seconds", 200, () => {}],
  [
    "stops on the way",
    "is silent for 0.2 seconds",
    200,
    (response: Parameters<RequestListener>[1]) => {
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, 100));
    },
  ],
])("a download that %s leaves nothing, and says: %s", async (_, words, patienceMs, answer) => {
  const { env, url, kept } = await mirror((_request, response) => answer(response));
  const options = { platform, checksums, patienceMs };
  await expect(terraformRelease(env, signal, options)).rejects.toThrow(`${url} ${words}`);
  expect(kept()).toEqual([]);
});

test("Ctrl-C ends a download", async () => {
  const controller = new AbortController();
  const { env, kept } = await mirror(() => controller.abort());
  await expect(terraformRelease(env, controller.signal, { platform, checksums })).rejects.toThrow("interrupted");
  expect(kept()).toEqual([]);
});

test("for a platform without a checksum none is downloaded", async () => {
  await expect(terraformRelease({}, signal, { platform: "win32_amd64" })).rejects.toThrow(
    "no release is pinned for win32_amd64",
  );
});

test("a cache that cannot be written is told, with the way out", async () => {
  const { env } = await mirror((_, response) => response.end(archive));
  const file = join(env.XDG_CACHE_HOME, "lms-platform");
  writeFileSync(file, "");
  await expect(terraformRelease(env, signal, { platform, checksums })).rejects.toThrow(
    `terraform: the cache must be writable, got ENOTDIR for ${file}/terraform; set XDG_CACHE_HOME to a folder that is`,
  );
});

test("what is in PATH comes before it, unless it is too old", async () => {
  const { env } = await mirror((_, response) => response.writeHead(500).end());
  const PATH = fakePrograms({ terraform: `echo '{"terraform_version": "1.12.2"}'` });
  expect((await Terraform.find({ ...env, PATH }, signal)).binary).toBe(join(PATH, "terraform"));
  const old = fakePrograms({ terraform: `echo '{"terraform_version": "1.5.7"}'` });
  await expect(Terraform.find({ ...env, PATH: old }, signal)).rejects.toThrow(
    /^terraform: must be 1\.11\.0 or newer in PATH, got 1\.5\.7, and http:\S+ answers 500; install Terraform 1\.11\.0 or newer, or set/,
  );
});

test("a Terraform for another processor is passed over", async () => {
  const { env } = await mirror((_, response) => response.writeHead(500).end());
  const PATH = temporaryFolder();
  writeFileSync(join(PATH, "terraform"), "not for this system\0", { mode: 0o755 });
  await expect(Terraform.find({ ...env, PATH }, signal)).rejects.toThrow(
    `terraform: must be 1.11.0 or newer in PATH, got no version from ${PATH}/terraform, and http`,
  );
});
