import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inside, pipelineOf } from "../../ci/scripts/jenkinsfiles/calls";
import type { Call, GroovyFile } from "../../ci/scripts/jenkinsfiles/groovy";
import { stagesOf } from "../../ci/scripts/jenkinsfiles/outline";
import { ending, temporaryFolder, until } from "../sandbox/support";
import { real, workspace } from "./support";

/** Locks of a Jenkins: who asks for one that is held waits. */
export class Locks {
  private readonly last = new Map<string, Promise<void>>();
  /** Those that are held now. */
  readonly held = new Set<string>();

  async hold(name: string, action: () => Promise<void>): Promise<void> {
    const before = this.last.get(name) ?? Promise.resolve();
    let release = () => {};
    this.last.set(
      name,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    await before;
    this.held.add(name);
    try {
      await action();
    } finally {
      this.held.delete(name);
      release();
    }
  }
}

/** How a build is to be aborted: as soon as a condition holds while a shell step runs, or the step has ended. */
export interface Abort {
  /** Part of the step's text. */
  readonly during: string;
  readonly when: () => boolean | Promise<boolean>;
}

/** A job of Jenkins, and what its builds find. */
export interface Job {
  readonly pipeline: GroovyFile;
  readonly library: ReadonlyMap<string, GroovyFile>;
  /** Repository of this project. */
  readonly origin: string;
  /** Repository that the job is of. */
  readonly scm: string;
  readonly locks: Locks;
  /** Variables of Jenkins and of the agents. */
  readonly variables: NodeJS.ProcessEnv;
  readonly parameters: Readonly<Record<string, string>>;
  /** Contents of the credentials by their ids. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Arguments of the step that the pipeline is in, and of what else stands above it. */
  readonly locals?: Readonly<Record<string, string>>;
  /** Shell steps that are not run. */
  readonly leaveOut?: RegExp;
  /** Titles of stages that are not run. */
  readonly skip?: readonly string[];
  readonly abort?: Abort;
}

/** How a build ended. */
export interface Build {
  readonly result: "SUCCESS" | "FAILURE" | "ABORTED";
  /** The stage that it ended in; the last one after a success. */
  readonly stage: string;
  /** What each script ended with, in the order of the ends. */
  readonly ran: readonly string[];
  /** What the step said that failed. */
  readonly said: string;
  /** Jobs that it has started. */
  readonly started: readonly string[];
}

/** Where a step runs, and what is around it. */
interface Frame {
  readonly folder: string;
  readonly overlay: NodeJS.ProcessEnv;
  readonly locals: Readonly<Record<string, unknown>>;
  /** Runs the block that a shared step was given, with what the step puts around it. */
  readonly body?: (around: Frame) => Promise<void>;
}

/** End of a build, of a stage or of a shared step before its last step. */
class Ended extends Error {
  constructor(readonly how: "FAILURE" | "ABORTED" | "return") {
    super(how);
  }
}

/** The order in which Jenkins looks at the conditions of `post`, whatever that of the file is. */
const POST = ["always", "aborted", "success", "failure"];

/**
 * Runs a build: the steps of a pipeline and of the shared library in their order, by their conditions, each stage on the agent
 * that it asks for. Shell steps are run as they are; what else Jenkins' plugins do is played.
 */
export async function build(job: Job): Promise<Build> {
  return new Run(job).toItsEnd();
}

class Run {
  private readonly ran: string[] = [];
  private readonly started: string[] = [];
  /** `env` of the build. */
  private readonly global: NodeJS.ProcessEnv = {};
  private readonly stashes = temporaryFolder();
  private stage = "";
  private said = "";
  private isAborted = false;

  constructor(private readonly job: Job) {}

  async toItsEnd(): Promise<Build> {
    const pipeline = pipelineOf(this.job.pipeline);
    if (pipeline === undefined) throw new Error("no pipeline");
    const { locals = {}, variables } = this.job;
    const none: Frame = { folder: "", overlay: {}, locals };
    Object.assign(this.global, variables);
    const frame = { ...none, overlay: this.environmentOf(pipeline, none) };
    let result: Build["result"] = "SUCCESS";
    try {
      for (const stage of stagesOf(pipeline)) await this.runStage(stage, frame);
    } catch (error) {
      if (!(error instanceof Ended) || error.how === "return") throw error;
      result = error.how;
    }
    const { stage, said } = this;
    await this.runPost(pipeline, result, frame);
    return { result, stage, said, ran: this.ran, started: this.started };
  }

  private async runStage(stage: Call, above: Frame): Promise<void> {
    const title = stage.values[0]?.text ?? "";
    if (this.job.skip?.includes(title)) return;
    const frame = { ...above, overlay: { ...above.overlay, ...this.environmentOf(stage, above) } };
    if (!inside(stage, "when").every((condition) => this.holds(condition, frame))) return;
    const lock = inside(stage, "options").find(({ name }) => name === "lock")?.named.resource;
    const run = async () => {
      if (title !== "") this.stage = title;
      const hasAgent = stage.inner.some(({ name }) => name === "agent");
      const asked = this.answersTo(inside(stage, "input"));
      const own = {
        ...frame,
        overlay: { ...frame.overlay, ...asked },
        folder: hasAgent ? mkdtempSync(join(temporaryFolder(), "agent-")) : frame.folder,
      };
      let result: Build["result"] = "SUCCESS";
      try {
        await this.run(inside(stage, "steps"), own);
        for (const below of stagesOf(stage)) await this.runStage(below, own);
      } catch (error) {
        if (error instanceof Ended && error.how !== "return") result = error.how;
        throw error;
      } finally {
        await this.runPost(stage, result, own);
      }
    };
    if (lock === undefined) await run();
    else await this.job.locks.hold(this.text(lock.text, frame), run);
  }

  private async runPost(block: Call, result: Build["result"], frame: Frame): Promise<void> {
    const apt = ["always", { SUCCESS: "success", FAILURE: "failure", ABORTED: "aborted" }[result]];
    for (const condition of POST.filter((name) => apt.includes(name))) {
      const calls = inside(block, "post").find(({ name }) => name === condition)?.inner ?? [];
      await this.run(calls, frame).catch((error) => {
        if (!(error instanceof Ended)) throw error;
      });
    }
  }

  private holds({ name, source, values, named }: Call, frame: Frame): boolean {
    const env = this.env(frame);
    if (name === "branch") return env.BRANCH_NAME === values[0]?.text;
    if (name === "environment") return env[named.name?.text ?? ""] === named.value?.text;
    if (name === "expression") return this.value(source.replace(/^expression \{(.*)\}$/, "$1"), frame) === true;
    return true;
  }

  /** What whoever approves says: the defaults. */
  private answersTo(input: readonly Call[]): NodeJS.ProcessEnv {
    const variable = input.find(({ name }) => name === "submitterParameter")?.values[0]?.text;
    const parameters = inside({ inner: input } as unknown as Call, "parameters");
    return {
      ...(variable === undefined ? {} : { [variable]: "an approver" }),
      ...Object.fromEntries(parameters.map(({ named }) => [named.name?.text, named.defaultValue?.text])),
    };
  }

  private environmentOf(block: Call, frame: Frame): NodeJS.ProcessEnv {
    const { assigned = {} } = block.inner.find(({ name }) => name === "environment") ?? {};
    return Object.fromEntries(Object.entries(assigned).map(([key, { text }]) => [key, this.text(text, frame)]));
  }

  private async run(calls: readonly Call[], frame: Frame): Promise<void> {
    for (const call of calls) await this.step(call, frame);
  }

  private async step(call: Call, frame: Frame): Promise<void> {
    const { name, values, named, inner, source } = call;
    const [first] = values;
    switch (name) {
      case "sh":
        await this.sh(call, frame);
        return;
      case "=":
        await this.assign(call, frame);
        return;
      case "if": {
        const holds = Boolean(this.value(first?.text ?? "", frame));
        const other = inner.find((one) => one.name === "else");
        await this.run(holds ? inner.filter((one) => one !== other) : (other?.inner ?? []), frame);
        return;
      }
      case "return":
        throw new Ended("return");
      case "body":
        await frame.body?.(frame);
        return;
      case "withEnv": {
        const pairs = (this.value(first?.text ?? "[]", frame) as string[]).map((pair) => pair.split(/=(.*)/s));
        await this.run(inner, { ...frame, overlay: { ...frame.overlay, ...Object.fromEntries(pairs) } });
        return;
      }
      case "withCredentials":
        await this.run(inner, { ...frame, overlay: { ...frame.overlay, ...this.bound(inner) } });
        return;
      case "lock":
        await this.job.locks.hold(this.text(named.resource?.text ?? "", frame), () => this.run(inner, frame));
        return;
      case "node":
        await this.run(inner, { ...frame, folder: mkdtempSync(join(temporaryFolder(), "agent-")) });
        return;
      case "dir": {
        const folder = join(frame.folder, first?.text ?? "");
        mkdirSync(folder, { recursive: true });
        await this.run(inner, { ...frame, folder });
        return;
      }
      case "catchError":
        await this.run(inner, frame).catch((error) => {
          if (!(error instanceof Ended) || error.how !== "FAILURE") throw error;
        });
        return;
      case "checkout":
        await this.checkout(first?.text ?? "", frame);
        return;
      case "stash":
      case "unstash":
        this.stash(call, frame);
        return;
      case "build":
        this.started.push(this.text(named.job?.text ?? "", frame));
        return;
      case "each": {
        const list = source.replace(/\.each \{.*$/, "").replaceAll(/ - ('\w+')/g, ".without($1)");
        for (const it of this.value(list, frame) as string[]) {
          await this.run(
            inner.filter((one) => one.name !== "tokenize"),
            { ...frame, locals: { ...frame.locals, it } },
          );
        }
        return;
      }
      default:
        await this.shared(call, frame);
    }
  }

  /** A step of the shared library; any other one has nothing to do here, or only what is in it. */
  private async shared({ name, values, inner }: Call, frame: Frame): Promise<void> {
    const file = this.job.library.get(name);
    if (file === undefined) {
      await this.run(inner, frame);
      return;
    }
    const names = [...file.heads.join().matchAll(/String (\w+)/g)].map(([, parameter]) => parameter ?? "");
    const given = names.map((parameter, index) => [parameter, this.text(values[index]?.text ?? "", frame)]);
    const body = (around: Frame) => this.run(inner, { ...frame, folder: around.folder, overlay: around.overlay });
    await this.run(file.calls, { ...frame, locals: Object.fromEntries(given), body }).catch((error) => {
      if (!(error instanceof Ended) || error.how !== "return") throw error;
    });
  }

  /** Sets a variable; one that a step which is left out would set stays as it is. */
  private async assign({ values, inner }: Call, frame: Frame): Promise<void> {
    const variable = (values[0]?.text ?? "").replace("env.", "");
    const { text = "" } = values[1] ?? {};
    const [trim] = inner;
    const shell = trim?.name === "trim" ? trim.inner[0] : undefined;
    if (shell?.name === "sh" && this.job.leaveOut?.test(text)) return;
    if (shell?.name === "sh") this.global[variable] = (await this.sh(shell, frame)).trim();
    // A literal has lost its quotes.
    else this.global[variable] = /^env\.\w+$/.test(text) ? String(this.value(text, frame)) : this.text(text, frame);
  }

  private async sh({ values, named }: Call, frame: Frame): Promise<string> {
    const { text = "" } = values[0] ?? named.script ?? {};
    const { abort, leaveOut } = this.job;
    if (leaveOut?.test(text)) return "";
    const env = { ...process.env, ...this.env(frame) };
    const child = spawn("sh", ["-c", `exec ${text}`], { cwd: frame.folder, env });
    let over = false;
    const ended = ending(child).finally(() => {
      over = true;
    });
    const aborts = !this.isAborted && abort !== undefined && text.includes(abort.during);
    if (aborts) {
      await until(async () => over || (await abort.when()));
      this.isAborted = true;
      child.kill("SIGTERM");
    }
    const { exitCode, stdout, stderr } = await ended;
    this.ran.push(`${/ci\/scripts\/([a-z-]+)\.ts/.exec(text)?.[1] ?? text} ${aborts ? "aborted" : exitCode}`);
    if (aborts || exitCode !== 0) this.said = stderr;
    if (aborts) throw new Ended("ABORTED");
    if (exitCode !== 0) throw new Ended("FAILURE");
    return stdout;
  }

  private async checkout(what: string, { folder, ...frame }: Frame): Promise<void> {
    const { origin, scm } = this.job;
    if (what !== "scm") await workspace(origin, folder, this.env({ folder, ...frame }).PLATFORM_COMMIT);
    else if (scm === origin) await workspace(origin, folder);
    else await real(folder, "git", "clone", "--quiet", scm, ".");
  }

  /** Keeps what a step stashes, or puts it back: whole folders and files, but for what Terraform has installed. */
  private stash({ name, named, values }: Call, frame: Frame): void {
    const kept = join(this.stashes, this.text((named.name ?? values[0])?.text ?? "", frame));
    if (name === "unstash") {
      cpSync(kept, frame.folder, { recursive: true });
      return;
    }
    const filter = (path: string) => !path.split("/").includes(".terraform");
    const paths = (named.includes?.text ?? "").split(", ").map((path) => path.replace("/**", ""));
    for (const path of paths) cpSync(join(frame.folder, path), join(kept, path), { recursive: true, filter });
  }

  /** The files of the credentials that a step binds, by their variables. */
  private bound(inner: readonly Call[]): NodeJS.ProcessEnv {
    const bindings = inner.filter(({ name }) => name === "file" || name === "sshUserPrivateKey");
    return Object.fromEntries(
      bindings.map(({ named }) => {
        const content = this.job.credentials[named.credentialsId?.text ?? ""];
        const file = content === undefined ? "" : join(mkdtempSync(join(temporaryFolder(), "secret-")), "file");
        if (content !== undefined) writeFileSync(file, content);
        return [(named.variable ?? named.keyFileVariable)?.text, file];
      }),
    );
  }

  private env({ overlay, folder }: Frame): NodeJS.ProcessEnv {
    return { WORKSPACE_TMP: `${folder}@tmp`, ...this.global, ...overlay };
  }

  /** A text with its `$NAME`s filled in. */
  private text(text: string, frame: Frame): string {
    return text.includes("$") ? String(this.value(`"${text}"`, frame)) : text;
  }

  /** The value of an expression of Groovy, as far as the pipelines use it: JavaScript with other words. */
  private value(expression: string, frame: Frame): unknown {
    const script = expression
      .replaceAll(/"([^"]*)"/g, "`$1`")
      .replaceAll(".tokenize()", ".split(' ')")
      .replaceAll(".contains(", ".includes(")
      .replaceAll(/\.without\(('\w+')\)/g, ".filter((one) => one !== $1)")
      .replaceAll("?:", "||");
    const env = this.env(frame);
    const scope = { ...env, ...frame.locals, env, params: this.job.parameters };
    return new Function("scope", `with (scope) { return (${script}) }`)(scope);
  }
}
