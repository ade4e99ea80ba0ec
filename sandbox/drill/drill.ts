import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Environment } from "../../environments";
import { recovery } from "../../environments/edits/edit";
import { rootPrefixOf, type Standby, standbyOf } from "../../environments/standby";
import { describeFailure, Failure } from "../../scripts/failure";
import { PROJECT } from "../../scripts/synth";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { LOCK_FILE } from "../../stacks/provider-locks";
import { Account } from "../at-work/delivery";
import { walkUpload } from "../at-work/upload";
import { ADMINISTRATOR, type Credentials, emulatorEnvironment } from "../aws-environment";
import { ProjectCopy } from "../edits/project-copy";
import { RunningPlatform } from "../edits/running-platform";
import { endpointOf } from "../emulator-process";
import { takeRoles } from "../identities";
import { Lease, sandboxFolder } from "../lease";
import { query } from "../local-aws";
import { RootCycle, standingIn } from "../root-cycle";
import { readSnippets, type Snippet, unknownsOf } from "../runbooks/pages";
import { failuresOf, recordedText } from "../runbooks/report";
import { findAwsCli, PageRunner } from "../runbooks/run";
import { type Done, doneLine, drillTable, lossesIn } from "./report";
import { itemsOf } from "./serving";

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
 * @throws Failure with the step that does not do what the page says, with what does not serve, or with what a plan would change
 */
export async function runDrill(
  environment: Environment,
  tools: DrillTools,
  say: (line: string) => void,
): Promise<void> {
  const log = new DrillLog(say);
  const folder = join(sandboxFolder(), environment.name);
  const endpoint = endpointOf(Lease.takeKept(environment.name).port);
  const table = join(folder, "drill.md");
  try {
    await drill({ environment, endpoint, folder, ...tools, say }, log);
  } finally {
    await loseRegions(endpoint, []);
    writeFileSync(table, drillTable(log.done, lossesIn(readFileSync(join(PROJECT, "docs", PAGE), "utf8"))));
    say(`its table is in ${relative(process.cwd(), table)}`);
  }
}

interface Scene extends DrillTools {
  readonly environment: Environment;
  readonly endpoint: string;
  readonly folder: string;
  readonly say: (line: string) => void;
}

async function drill(scene: Scene, log: DrillLog): Promise<void> {
  const { environment, endpoint, folder, terraform, python, signal, say } = scene;
  const { name, account, region } = environment;
  const cli = await findAwsCli(signal);
  if (cli === undefined) throw new Failure("sandbox: drill needs the AWS CLI, got no program aws in PATH; install it");
  const workers = await takeRoles(environment, endpoint);
  const as = (credentials: Credentials) =>
    terraform.with({ env: emulatorEnvironment(terraform.env, endpoint, region, credentials), signal });
  const terraforms = { planner: as(workers.planner), deployer: as(workers.deployer), administrator: as(ADMINISTRATOR) };
  const copy = ProjectCopy.make(join(folder, "copy"), environment, signal);
  const home = new RunningPlatform({ environment, folder, ...terraforms, copy, say: () => {} });

  home.settle((settings) => {
    recovery(settings).application = "pilot-light";
  });
  await log.run("The second region gets a bucket for its state", "administrator", () => home.bootstrap());
  await log.run("Home hands over what an application there builds on", "deployer", () =>
    home.apply({ name: "an application stands by" }),
  );
  const standby = standbyIn(environment);
  const away = new RootCycle(terraforms.administrator, copyRoot(copy, standby, folder), {
    status: () => {},
    line: say,
  });
  away.workAs(terraforms);
  const platform = new TerraformRoot(
    terraforms.planner,
    `${name}-platform`,
    join(folder, "cdktf.out", "stacks", `${name}-platform`),
  );
  const atHome = standingIn(await platform.pullState());
  const runtime = { place: { endpoint, account, region: standby.region }, python, signal };
  const standing = await log.run(
    "The application stands by there",
    "deployer",
    () => away.apply(runtime, atHome),
    () => "",
  );
  const everything = new Account(account, standby.region, standing, atHome);

  const place = { environment: { ...environment, region: standby.region }, endpoint, signal };
  const serve = async (from: "home" | "recovery", homeAnswers: boolean) => {
    for (const { name: item, look } of itemsOf({ endpoint, standby, account: everything, homeAnswers }, from)) {
      await log.run(`Look: ${item}`, "", look, (told) => told);
    }
  };
  await serve("home", true);
  await loseRegions(endpoint, [region]);
  await log.run(`${region} is lost`, "", () => refuses(endpoint, region));

  const pages = await PageRunner.start(place, cli);
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
  try {
    // While home answers its writer can be asked, too.
    await read("Before anything", ({ code }) => !code.includes("psql"));
    // What has to be made to connect stands by already.
    await read(`${region} is lost: failover`, (snippet) => !unknownsOf(snippet).includes("WORKLOADS"));
    await read("The application that stands by takes over");
    await serve("recovery", false);
    await log.run(
      "A learner's video is uploaded and processed there",
      "pods",
      async () => {
        const walked = await walkUpload(away.root.name, everything, { ...runtime, folder: away.root.folder });
        return walked ?? "";
      },
      (told) => told,
    );

    await loseRegions(endpoint, []);
    await log.run(`${region} answers again, and learners stay`, "", () => serve("recovery", true));
    await log.run("A plan of home changes nothing", "planner", () => home.expectNothing("the failover"));
    await log.run("A plan of what stood by changes nothing", "planner", () => away.planAgain());
    const settle = (activeRegion: "home" | "recovery") => {
      home.settle((settings) => {
        recovery(settings).database.activeRegion = activeRegion;
      });
      return home.apply({ name: `activeRegion is ${activeRegion}` });
    };
    await log.run("activeRegion: recovery", "deployer", () => settle("recovery"));

    await read(`Back to ${region}: fail-back`);
    await log.run("activeRegion: home", "deployer", () => settle("home"));
    await read("The application at home takes over again");
    await serve("home", true);
  } finally {
    pages.end();
  }
  await log.run("A plan of home changes nothing", "planner", () => home.expectNothing("the way back"));
  await log.run("A plan of what stands by changes nothing", "planner", () => away.planAgain());

  await log.run("What stood by is taken down", "administrator", () => away.destroy(true, { endpoint, region }));
  home.settle((settings) => {
    recovery(settings).application = "none";
  });
  await log.run("Home is as it was before", "deployer", () => home.apply({ name: "nothing stands by", loses: true }));
  await log.run("A plan of home changes nothing", "planner", () => home.expectNothing("the drill"));
}

/** The steps of a drill, told as they are done. */
class DrillLog {
  readonly done: Done[] = [];

  constructor(private readonly say: (line: string) => void) {}

  async run<T>(step: string, who: string, action: () => Promise<T>, tell: (value: T) => string = () => ""): Promise<T> {
    const start = performance.now();
    const end = (told: string) => {
      const done = { step, who, seconds: (performance.now() - start) / 1000, told };
      this.done.push(done);
      this.say(doneLine(done));
    };
    try {
      const value = await action();
      end(tell(value));
      return value;
    } catch (error) {
      end("failed");
      throw new Failure(`${step}: ${describeFailure(error)}`);
    }
  }
}

/** The environment as it stands by, once it is told to. */
function standbyIn(environment: Environment): Standby {
  const settings = structuredClone(environment) as Parameters<typeof recovery>[0];
  recovery(settings).application = "pilot-light";
  const standby = standbyOf(settings as Environment);
  if (standby === "none") throw new Failure(`${environment.name}: must have an application that stands by, got none`);
  return standby;
}

/** Takes the root of what stands by over from the copy of the project, without locks: its providers are those of the others. */
function copyRoot(copy: ProjectCopy, standby: Standby, folder: string) {
  const name = `${rootPrefixOf(standby)}-platform`;
  const target = join(folder, "cdktf.out", "stacks", name);
  const filter = (path: string) => basename(path) !== LOCK_FILE;
  cpSync(join(copy.outdir, "stacks", name), target, { recursive: true, force: true, filter });
  return { name, folder: target };
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
