import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { shared } from "../../environments/shared";
import { staging } from "../../environments/staging";
import { validateEnvironments } from "../../environments/validate";
import { chooseProviderSource, pluginCache } from "../../scripts/provider-source";
import { unlockMissing } from "../../scripts/providers-at-hand";
import { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { buildRoots } from "../../stacks";
import { synthesize } from "../../stacks/synthesize";
import { type Mutation, mutate, Random } from "../support/mutations";

// Random environments: real ones with 1 to 5 mutations. LMS_FUZZ_RUNS=10000 npx vitest run tests/environments/fuzz.test.ts
// tries that many, and synthesizes all that are accepted instead of the first few.
const RUNS = Number(process.env.LMS_FUZZ_RUNS ?? 3000);
const SYNTHESIZED = process.env.LMS_FUZZ_RUNS === undefined ? 15 : Number.POSITIVE_INFINITY;

/** Of the accepted ones Terraform takes six seconds each. */
const VALIDATED_EVERY = 45;

/** Processor time that one environment may take, far above what any took. */
const MAX_MS = 1000;

const REAL: readonly Environment[] = [dev, staging, prod];

const CRASH = /TypeError|RangeError|ReferenceError|is not a function|Cannot read|\[object |Symbol\(|undefined/;

/** Tells whether a message has a place, a rule, the value, and what to do. */
function isClear(problem: string): boolean {
  const [rule, got, remedy] = [
    problem.search(/: .{0,100}?\bmust /),
    problem.indexOf(", got "),
    problem.lastIndexOf("; "),
  ];
  return rule > 0 && got > rule && remedy > got && !CRASH.test(problem);
}

interface Case {
  readonly number: number;
  readonly environment: Environment;
  readonly mutations: readonly Mutation[];
}

function environmentOf(number: number): Case {
  const random = new Random(number);
  const environment = structuredClone(random.pick(REAL)) as Environment;
  const mutations = Array.from({ length: 1 + random.next(5) }, () => mutate(random, environment, REAL));
  return { number, environment, mutations };
}

/** Mutations after which the settings are wrong, and that no later one has replaced. */
function standing(mutations: readonly Mutation[]): Mutation[] {
  return mutations.filter(
    ({ path, invalid }, index) =>
      invalid && !mutations.slice(index + 1).some((later) => `${path}.`.startsWith(`${later.path}.`)),
  );
}

const folder = mkdtempSync(join(tmpdir(), "lms-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("random environments", { timeout: 3_600_000 }, () => {
  const accepted: Case[] = [];

  it("are refused in words where they are wrong, and never crash the check", () => {
    const wrong: unknown[] = [];
    for (let number = 0; number < RUNS; number++) {
      const each = environmentOf(number);
      const before = process.cpuUsage();
      const problems = validateEnvironments([each.environment], shared);
      const { user, system } = process.cpuUsage(before);
      const unclear = problems.filter((problem) => !isClear(problem));
      const unsafe = problems.length === 0 ? standing(each.mutations) : [];
      const slow = (user + system) / 1000 > MAX_MS;
      if (unclear.length + unsafe.length > 0 || slow) wrong.push({ number, slow, unclear, unsafe });
      if (problems.length === 0) accepted.push(each);
    }
    expect(wrong).toEqual([]);
  });

  it("leave the prototypes of all objects alone", () => {
    expect({}).not.toHaveProperty("polluted");
  });

  it("are synthesized, or refused by the modules in words, where they are accepted", () => {
    expect(accepted.length).toBeGreaterThan(RUNS / 50);
    const wrong: unknown[] = [];
    for (const { number, environment, mutations } of accepted.slice(0, SYNTHESIZED)) {
      const { outdir, roots, problems } = synthesize(
        () => buildRoots({ shared: "none", environments: [environment] }),
        join(folder, "out"),
      );
      const unclear = problems.filter((problem) => !isClear(problem));
      const spoiled = problems.length > 0 ? [] : roots.filter((root) => isSpoiled(join(outdir, "stacks", root)));
      if (unclear.length + spoiled.length > 0) wrong.push({ number, mutations, unclear, spoiled });
      rmSync(outdir, { recursive: true });
    }
    expect(wrong).toEqual([]);
  });

  it("are valid to Terraform and the provider where they are accepted", async () => {
    const { signal } = new AbortController();
    const found = await Terraform.find(process.env, signal);
    const source = await chooseProviderSource(process.env, { folder });
    const terraform = found.with({
      env: { ...found.env, ...source.env, ...pluginCache(found.env, join(folder, "plugins")) },
    });
    const wrong: unknown[] = [];
    let validated = 0;
    for (const { number, environment, mutations } of accepted.filter((_, index) => index % VALIDATED_EVERY === 0)) {
      const out = join(folder, String(number));
      if (synthesize(() => buildRoots({ shared: "none", environments: [environment] }), out).problems.length > 0)
        continue;
      const name = `${environment.name}-platform`;
      const root = join(out, "stacks", name);
      unlockMissing([root], source);
      const { message } = await new TerraformRoot(terraform, name, root).validate().then(
        () => ({ message: undefined }),
        (error: Error) => error,
      );
      if (message !== undefined) wrong.push({ number, mutations, message });
      validated += 1;
      rmSync(out, { recursive: true });
    }
    expect(wrong).toEqual([]);
    expect(validated).toBeGreaterThan(1);
  });
});

/** Whether a root holds what JavaScript makes of mistakes. */
function isSpoiled(root: string): boolean {
  return /\bNaN|\bundefined\b|\[object |e\+308/.test(readFileSync(join(root, "cdk.tf.json"), "utf8"));
}
