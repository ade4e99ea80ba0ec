import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Environment } from "../../environments";
import { recovery } from "../../environments/edits/edit";
import type { RecoveryApplication } from "../../modules/disaster-recovery";
import { Failure } from "../../scripts/failure";
import { PROJECT } from "../../scripts/synth";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { Account } from "../at-work/delivery";
import { ADMINISTRATOR, type Credentials, emulatorEnvironment } from "../aws-environment";
import { ProjectCopy } from "../edits/project-copy";
import { RunningPlatform } from "../edits/running-platform";
import { endpointOf } from "../emulator-process";
import { takeRoles } from "../identities";
import { Lease, sandboxFolder } from "../lease";
import { query } from "../local-aws";
import { standingIn } from "../root-cycle";
import { readSnippets, type Snippet, unknownsOf } from "../runbooks/pages";
import { failuresOf, recordedText } from "../runbooks/report";
import { findAwsCli, PageRunner } from "../runbooks/run";
import { dataItemsOf } from "./data";
import { DrillLog } from "./log";
import { drillTable, lossesIn } from "./report";
import { itemsOf } from "./serving";
import { StandingBy } from "./standing-by";

const PAGE = "disaster-recovery.md";

/** What a drill works with. */
export interface DrillTools {
  readonly terraform: Terraform;
  /** The Python that unpacks the archives of functions. */
  readonly python: string;
  readonly signal: AbortSignal;
}

/**
 * Loses the home region of a kept sandbox, whose application is made to stand by first, does what the page tells, checks what
 * serves, and goes the whole way back. Its table is written in any case.
 * @param mode what stands by; with `none` the data alone is handed over and back
 * @throws Failure with the step that does not do what the page says, with what does not serve, or with what a plan would change
 */
export async function runDrill(
  { environment, mode }: Pick<Scene, "environment" | "mode">,
  tools: DrillTools,
  say: (line: string) => void,
): Promise<void> {
  const log = new DrillLog(say);
  const folder = join(sandboxFolder(), environment.name);
  const endpoint = endpointOf(Lease.takeKept(environment.name).port);
  const table = join(folder, "drill.md");
  try {
    await drill({ environment, mode, endpoint, folder, ...tools, say }, log);
  } finally {
    await loseRegions(endpoint, []);
    writeFileSync(table, drillTable(log.done, lossesIn(readFileSync(join(PROJECT, "docs", PAGE), "utf8"))));
    say(`its table is in ${relative(process.cwd(), table)}`);
  }
}

interface Scene extends DrillTools {
  readonly environment: Environment;
  readonly mode: RecoveryApplication;
  readonly endpoint: string;
  readonly folder: string;
  readonly say: (line: string) => void;
}

async function drill(scene: Scene, log: DrillLog): Promise<void> {
  const { environment, mode, endpoint, folder, terraform, signal } = scene;
  const { name, account, region } = environment;
  const cli = await findAwsCli(signal);
  if (cli === undefined) throw new Failure("sandbox: drill needs the AWS CLI, got no program aws in PATH; install it");
  const workers = await takeRoles(environment, endpoint);
  const as = (credentials: Credentials) =>
    terraform.with({ env: emulatorEnvironment(terraform.env, endpoint, region, credentials), signal });
  const terraforms = { planner: as(workers.planner), deployer: as(workers.deployer), administrator: as(ADMINISTRATOR) };
  const copy = ProjectCopy.make(join(folder, "copy"), environment, signal);
  const home = new RunningPlatform({ environment, folder, ...terraforms, copy, say: () => {} });
  const root = `${name}-platform`;
  const platform = new TerraformRoot(terraforms.planner, root, join(folder, "cdktf.out", "stacks", root));
  const standingAtHome = async () => standingIn(await platform.pullState());
  const there =
    mode === "none"
      ? "none"
      : await StandingBy.make({ ...scene, mode, ...terraforms, copy, home, standingAtHome }, log);

  const away = recovery(structuredClone(environment) as Parameters<typeof recovery>[0]).region;
  const alone = there === "none" ? new Account(account, away, await standingAtHome()) : there.account;
  const serve = async (from: "home" | "recovery", homeAnswers: boolean) => {
    const items =
      there === "none"
        ? dataItemsOf({ endpoint, environment, region: away, account: alone }, from)
        : itemsOf({ endpoint, standby: there.standby, account: there.account, homeAnswers }, from);
    for (const { name: item, look } of items) await log.run(`Look: ${item}`, "", look, (told) => told);
  };
  await serve("home", true);
  await loseRegions(endpoint, [region]);
  await log.run(`${region} is lost`, "", () => refuses(endpoint, region));

  const pages = await PageRunner.start({ environment: { ...environment, region: away }, endpoint, signal }, cli);
  const read = async (section: string, wanted: (snippet: Snippet) => boolean = () => true) => {
    for (const snippet of readSnippets().filter((one) => one.page === PAGE && one.section === section)) {
      if (!wanted(snippet) || (await pages.reasonNotToRun(snippet)) !== "") continue;
      const run = async () => {
        const results = [await pages.run("admin", snippet)];
        const problems = failuresOf(results);
        if (problems.length > 0) throw new Failure(problems.join("\n"));
        return results;
      };
      await log.run(`docs/${PAGE}:${snippet.line} ${section}`, "admin", run, recordedText);
    }
  };
  const isMade = (snippet: Snippet) => unknownsOf(snippet).includes("WORKLOADS");
  const failover = `${region} is lost: failover`;
  try {
    // While home answers its writer can be asked, too.
    await read("Before anything", ({ code }) => !code.includes("psql"));
    // What has to be made to connect stands by already, if anything does.
    await read(failover, (snippet) => there === "none" || !isMade(snippet));
    if (there !== "none") {
      await read("The application that stands by takes over");
      if (mode === "pilot-light") await read("A pilot light is raised");
      await read("See that it serves");
    }
    await serve("recovery", false);
    if (there !== "none") {
      await log.run(
        "A learner's video is uploaded and processed there",
        "pods",
        () => there.walkUpload(),
        (told) => told,
      );
    }

    await loseRegions(endpoint, []);
    await log.run(`${region} answers again, and learners stay`, "", () => serve("recovery", true));
    await log.run("A plan of home changes nothing", "planner", () => home.expectNothing("the failover"));
    if (there !== "none") await log.run("A plan of what stood by changes nothing", "planner", () => there.planAgain());
    const settle = (activeRegion: "home" | "recovery") => {
      home.settle((settings) => {
        recovery(settings).database.activeRegion = activeRegion;
      });
      return home.apply({ name: `activeRegion is ${activeRegion}` });
    };
    await log.run("activeRegion: recovery", "deployer", () => settle("recovery"));

    await read(`Back to ${region}: fail-back`);
    await log.run("activeRegion: home", "deployer", () => settle("home"));
    if (there === "none") {
      const made = readSnippets().filter((one) => one.page === PAGE && one.section === failover && isMade(one));
      await log.run("What was made to connect goes", "admin", async () => {
        for (const snippet of made) await pages.putBack(snippet);
      });
    } else {
      await read("The application at home takes over again");
      if (mode === "pilot-light") await read("A pilot light is lowered");
    }
    await serve("home", true);
    if (there !== "none" && mode === "warm-standby") {
      await log.run(
        "What stands by goes back to a pilot light",
        "deployer",
        () => there.lower(),
        (told) => told,
      );
      await read("A pilot light is lowered");
      await serve("home", true);
    }
  } finally {
    pages.end();
  }
  await log.run("A plan of home changes nothing", "planner", () => home.expectNothing("the way back"));
  if (there === "none") return;
  await log.run("A plan of what stands by changes nothing", "planner", () => there.planAgain());

  await log.run("What stood by is taken down", "administrator", () => there.destroy());
  home.settle((settings) => {
    recovery(settings).application = "none";
  });
  await log.run("Home is as it was before", "deployer", () => home.apply({ name: "nothing stands by", loses: true }));
  await log.run("A plan of home changes nothing", "planner", () => home.expectNothing("the drill"));
}

/** Makes regions of the local AWS answer with errors, and all others answer. */
async function loseRegions(endpoint: string, regions: readonly string[]): Promise<void> {
  const body = JSON.stringify(regions);
  const response = await fetch(`${endpoint}/gateway-api/lost-regions`, { method: "PUT", body });
  if (!response.ok) throw new Failure(`sandbox: regions must be lost, got ${await response.text()}`);
}

async function refuses(endpoint: string, region: string): Promise<void> {
  const answer = await query({ endpoint, region }, "sts", { Action: "GetCallerIdentity", Version: "2011-06-15" }).then(
    () => "an answer",
    () => "",
  );
  if (answer !== "") throw new Failure(`${region} must not answer, got ${answer}`);
}
