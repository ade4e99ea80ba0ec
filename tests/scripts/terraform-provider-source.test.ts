import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { chooseProviderSource, pluginCache } from "../../scripts/provider-source";
import { temporaryFolder } from "../sandbox/support";

const MIRROR = "provider_installation {\n  filesystem_mirror {\n    path = ";
let home = "";
let folder = "";
let elsewhere = "";

beforeEach(() => {
  [home, folder, elsewhere] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
});

function choose(env: NodeJS.ProcessEnv, reachable: boolean) {
  return chooseProviderSource(env, {
    folder,
    home,
    searchBelow: [elsewhere],
    isRegistryReachable: async () => reachable,
  });
}

function makeMirror(at: string, registry = "registry.terraform.io"): string {
  mkdirSync(join(at, registry, "hashicorp", "aws"), { recursive: true });
  return at;
}

/** The CLI configuration that Terraform is given. */
function configured(env: NodeJS.ProcessEnv): string {
  return readFileSync(env.TF_CLI_CONFIG_FILE ?? "", "utf8");
}

function write(file: string, text: string): string {
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test("a CLI configuration of the user's that says where providers come from is left alone", async () => {
  const file = write(join(home, "own.tfrc"), `${MIRROR}"/x"\n  }\n}\n`);
  expect(await choose({ TF_CLI_CONFIG_FILE: file }, true)).toEqual({
    kind: "own-configuration",
    description: `as ${file} says`,
    env: {},
    mirrors: ["/x"],
  });
});

test.each(["direct {", "network_mirror {"])(
  "what it names besides mirrors, %s, may have every release",
  async (block) => {
    const file = write(join(home, "own.tfrc"), `${MIRROR}"/x"\n  }\n  ${block}\n  }\n}\n`);
    expect((await choose({ TF_CLI_CONFIG_FILE: file }, true)).mirrors).toEqual([]);
  },
);

test.each([".terraformrc", ".terraform.d/mirror.tfrc"])("so is ~/%s", async (name) => {
  write(join(home, name), `${MIRROR}"/x"\n  }\n}\n`);
  expect((await choose({}, false)).kind).toBe("own-configuration");
});

test("a CLI configuration that says nothing about it does not keep from the registry", async () => {
  const file = write(join(home, ".terraformrc"), "disable_checkpoint = true\n# provider_installation {\n");
  expect(await choose({ TF_CLI_CONFIG_FILE: file }, true)).toEqual({
    kind: "registry",
    description: "from the registry",
    env: {},
    mirrors: [],
  });
});

test("a TF_CLI_CONFIG_FILE that does not exist is taken away, or Terraform warns with each command", async () => {
  const { kind, env } = await choose({ TF_CLI_CONFIG_FILE: join(home, "missing") }, true);
  expect({ kind, env }).toEqual({ kind: "registry", env: { TF_CLI_CONFIG_FILE: undefined } });
});

test.each(["", "a", "a/b/c"])(
  "without the registry a mirror is found below a conventional folder, at %j",
  async (path) => {
    const mirror = makeMirror(join(elsewhere, path));
    const { kind, env, mirrors } = await choose({}, false);
    expect({ kind, mirrors }).toEqual({ kind: "mirror", mirrors: [mirror] });
    expect(Object.keys(env)).toEqual(["TF_CLI_CONFIG_FILE"]);
    expect(configured(env)).toBe(`${MIRROR}"${mirror}"\n  }\n}\n`);
  },
);

test("Terraform's own mirror folders and XDG_DATA_DIRS come before the others", async () => {
  makeMirror(elsewhere);
  const data = join(makeMirror(join(temporaryFolder(), "terraform", "plugins")), "..", "..");
  expect((await choose({ XDG_DATA_DIRS: data }, false)).description).toBe(
    `from the mirror ${join(data, "terraform", "plugins")}`,
  );
  const own = makeMirror(join(home, ".terraform.d", "plugins"));
  expect((await choose({ XDG_DATA_DIRS: data }, false)).description).toBe(`from the mirror ${own}`);
});

test("what works with another mirror at the same time keeps its own", async () => {
  const [one, other] = [makeMirror(temporaryFolder()), makeMirror(temporaryFolder())];
  const { env } = await choose({ LMS_PROVIDER_MIRROR: one }, false);
  await choose({ LMS_PROVIDER_MIRROR: other }, false);
  expect(configured(env)).toBe(`${MIRROR}"${one}"\n  }\n}\n`);
});

test("LMS_PROVIDER_MIRROR comes before the registry", async () => {
  const mirror = makeMirror(temporaryFolder());
  expect((await choose({ LMS_PROVIDER_MIRROR: mirror }, true)).description).toBe(`from the mirror ${mirror}`);
});

test("without registry and mirror it says what to do; what lies too deep is not found", async () => {
  makeMirror(join(elsewhere, "a/b/c/d"));
  await expect(choose({}, false)).rejects.toThrow(
    "terraform providers: must come from the registry or from a filesystem mirror, got neither registry.terraform.io nor " +
      "a folder registry.terraform.io/hashicorp/aws; go online, or set LMS_PROVIDER_MIRROR to the folder that holds registry.terraform.io",
  );
});

test("OpenTofu has a registry, a CLI configuration and a layout of a mirror of its own", async () => {
  const tofu = { TERRAFORM_BINARY_NAME: "tofu" };
  await expect(choose(tofu, false)).rejects.toThrow(
    "got neither registry.opentofu.org nor a folder registry.opentofu.org/",
  );
  const own = makeMirror(elsewhere, "registry.opentofu.org");
  expect((await choose(tofu, false)).mirrors).toEqual([own]);
  await expect(choose({}, false)).rejects.toThrow("got neither registry.terraform.io nor a folder");
  write(join(home, ".terraformrc"), "disable_checkpoint = true\n");
  write(join(home, ".tofurc"), `${MIRROR}"/x"\n  }\n}\n`);
  expect((await choose(tofu, true)).kind).toBe("own-configuration");
  expect((await choose({}, true)).kind).toBe("registry");
});

test("OpenTofu takes a mirror that was made for Terraform by a link", async () => {
  const mirror = makeMirror(elsewhere);
  const [unpacked, packed] = ["aws/5.100.0/linux_amd64", "helm/terraform-provider-helm_3.1.1_linux_amd64.zip"];
  write(join(mirror, "registry.terraform.io", "hashicorp", unpacked, "terraform-provider-aws"), "");
  write(join(mirror, "registry.terraform.io", "hashicorp", packed), "");
  for (const _ of ["once", "again"]) {
    const { mirrors, description, env } = await choose({ TERRAFORM_BINARY_NAME: "/opt/tofu" }, false);
    expect({ mirrors, description }).toEqual({
      mirrors: [join(folder, "opentofu-mirror")],
      description: `from the mirror ${mirror}`,
    });
    expect(configured(env)).toContain(join(folder, "opentofu-mirror"));
  }
  // OpenTofu follows no link above these.
  for (const path of [unpacked, packed]) {
    expect(readlinkSync(join(folder, "opentofu-mirror", "registry.opentofu.org", "hashicorp", path))).toBe(
      join(mirror, "registry.terraform.io", "hashicorp", path),
    );
  }
});

test("downloads are cached, but where the user has a cache of his own", () => {
  const cache = join(folder, "plugins");
  expect(pluginCache({}, cache)).toEqual({
    TF_PLUGIN_CACHE_DIR: cache,
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  });
  expect(pluginCache({ TF_PLUGIN_CACHE_DIR: "/own" }, cache)).toEqual({});
});
