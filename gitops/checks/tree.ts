import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ENVIRONMENTS, type Environment } from "../../environments";
import { survivesZoneLoss } from "../../environments/environment";
import { shared } from "../../environments/shared";
import { placesOf, rootPrefixOf, type Standby } from "../../environments/standby";
import type { LmsServiceName } from "../../modules/foundation/services";
import { databaseLimits } from "../../modules/rds";
import { contractFile, contractText, parseContract } from "../../scripts/contract/contract-file";
import { keptFacts, platformContract } from "../../scripts/contract/platform-contract";
import { isUnapplied } from "../../scripts/contract/platform-facts";
import { appsProblems } from "./apps-values";
import { connectionProblems } from "./connections";
import { factProblems } from "./contract-facts";
import { freezeProblems } from "./freezes";
import { NO_RELEASE, type ServiceValues, valueProblems } from "./service-values";
import { foldersOf, servicesIn } from "./services";

/** A service in an environment. */
export interface Deployment {
  readonly environment: string;
  readonly service: string;
  /** Name of its contract, where it is not the environment's own. */
  readonly contract?: string;
}

/** The values that an environment decides; all others but `platform` are a service's own, equal in every environment. */
const ENVIRONMENT_KEYS: readonly string[] = ["image", "replicas", "resources"];

/** The folder `gitops` of a working copy: which files there are, what they say, and what is wrong with them. */
export class GitopsTree {
  /** @param project the folder that `gitops` is in */
  constructor(private readonly project: string) {}

  /** Every service in every environment, also one that the catalogue or only one of its two files knows. */
  deployments(): readonly Deployment[] {
    return ENVIRONMENTS.flatMap(({ name: environment }) =>
      servicesIn(this.project, foldersOf(environment)).map((service) => ({ environment, service })),
    );
  }

  /** Values of the chart for a service. @throws Error for a missing or broken file */
  values(deployment: Deployment): ServiceValues {
    return Object.assign({}, ...valueFiles(deployment).map((file) => this.read(file)));
  }

  /** Problems of a service in an environment, each as `<file>: <what> <rule>, got <value>; <what to do>`. */
  deploymentProblems(deployment: Deployment): string[] {
    const broken = valueFiles(deployment).flatMap((file) => this.fileProblems(file));
    if (broken.length > 0) return broken;
    const wrong = valueProblems(this.values(deployment));
    return [
      ...this.misplacedProblems(deployment),
      ...this.spareProblems(deployment),
      ...this.unappliedProblems(deployment),
      ...wrong.map(({ key, text }) => `${homeOf(key[0], deployment)}: ${key.join(".")} ${text}`),
      ...(wrong.some(({ key }) => key[0] === "name") ? [] : this.nameProblems(deployment)),
    ];
  }

  /** Compares an environment's contract with what the code gives today; facts that only AWS knows are taken as they are. */
  contractProblems(environment: Environment | Standby): string[] {
    const name = rootPrefixOf(environment);
    const file = contractFile(name);
    const broken = this.fileProblems(file);
    if (broken.length > 0) return broken;
    const invalid = valueProblems(this.read(file)).filter(({ key }) => key[0] === "platform");
    if (invalid.length > 0) return invalid.map(({ key, text }) => `${file}: ${key.join(".")} ${text}`);
    const wrong = factProblems(environment, this.read(file).platform as object);
    if (wrong.length > 0) return wrong.map((problem) => `${file}: ${problem}`);
    const text = readFileSync(join(this.project, file), "utf8");
    const contract = platformContract(environment, shared, keptFacts(environment, parseContract(text)));
    return text === contractText(name, contract)
      ? []
      : [`${file}: must hold what the code gives, got something else; run npm run contract -- ${name}`];
  }

  /** Checks that the pools of an environment's services fit into an instance of its database. */
  connectionProblems({ name, database }: Environment): string[] {
    const { services } = parseContract(readFileSync(join(this.project, contractFile(name)), "utf8"));
    const users = this.deployments().flatMap(({ environment, service }) => {
      const own = services[service as LmsServiceName]?.database;
      if (environment !== name || own === undefined) return [];
      const { replicas } = this.values({ environment, service }) as { replicas: { max: number } };
      return [{ service, maxPods: replicas.max, poolSize: own.poolSize }];
    });
    const poolSize = Math.max(0, ...users.map((user) => user.poolSize));
    const { maxConnections } = databaseLimits(database.capacity);
    return connectionProblems(users, { poolSize }, maxConnections).map(
      (text) => `gitops/environments/${name}: ${text}`,
    );
  }

  /** Services that have the tag of another one: a commit is of one service's repository. */
  tagProblems({ name }: Environment): string[] {
    const owners = new Map<unknown, string>();
    return this.deployments()
      .filter(({ environment }) => environment === name)
      .flatMap((deployment) => {
        const { tag } = this.values(deployment).image as { tag: string };
        const other = owners.get(tag);
        owners.set(tag, deployment.service);
        if (tag === NO_RELEASE || other === undefined) return [];
        const file = homeOf("image", deployment);
        return [
          `${file}: image.tag must be a commit of ${deployment.service}, got that of ${other}, ${tag}; correct one`,
        ];
      });
  }

  /**
   * Files and folders of no environment: nobody applies what is in them.
   * @param place that is known beside those of `environments/`, where it is not one of them
   */
  strayProblems(place: Environment | Standby): string[] {
    const prefixes = new Set([...placesOf(ENVIRONMENTS), place].map(rootPrefixOf));
    const known = {
      "gitops/environments": ENVIRONMENTS.map(({ name }) => name),
      "gitops/platform": [...prefixes].map((prefix) => `${prefix}.yaml`),
    };
    return Object.entries(known).flatMap(([folder, names]) =>
      filesIn(join(this.project, folder))
        .filter((name) => !name.startsWith(".") && !names.includes(name))
        .map(
          (name) =>
            `${folder}/${name}: must be of an environment, got one of none; take it out, or choose from ${names.join(", ")}`,
        ),
    );
  }

  /** Problems of what the root Application makes. */
  appsProblems(): string[] {
    const file = "gitops/apps/values.yaml";
    const broken = this.fileProblems(file);
    return broken.length > 0 ? broken : appsProblems(this.read(file)).map((problem) => `${file}: ${problem}`);
  }

  /** Problems of the list of freezes. */
  freezeProblems(): string[] {
    const file = "gitops/apps/freezes.yaml";
    try {
      return freezeProblems(file, readFileSync(join(this.project, file), "utf8"), new Date());
    } catch {
      return [`${file}: must be a YAML file, got no file; restore it`];
    }
  }

  /** Defaults of the service chart: what a service leaves out would come from there, unseen. */
  defaultProblems(): string[] {
    const file = "gitops/charts/lms-service/values.yaml";
    const defaults = existsSync(join(this.project, file)) ? this.read(file) : {};
    const keys = Object.keys(defaults ?? {});
    return keys.length === 0
      ? []
      : [`${file}: must have no defaults, got ${keys.join(", ")}; put them into the files of who decides them`];
  }

  private misplacedProblems(deployment: Deployment): string[] {
    return valueFiles(deployment).flatMap((file) =>
      Object.keys(this.read(file)).flatMap((key) => {
        const home = homeOf(key, deployment);
        return home === file ? [] : [`${file}: ${key} must be in ${home}, got it here; move it`];
      }),
    );
  }

  /** Where an environment goes on without a zone, a service does not hang on one pod. */
  private spareProblems(deployment: Deployment): string[] {
    const { replicas } = this.values(deployment) as { replicas?: { min?: unknown } };
    const survives = ENVIRONMENTS.some(
      (environment) => environment.name === deployment.environment && survivesZoneLoss(environment),
    );
    if (!survives || replicas?.min !== 1) return [];
    return [
      `${homeOf("replicas", deployment)}: replicas.min must be at least 2 in ${deployment.environment}, got 1; raise it`,
    ];
  }

  /** A release needs the addresses that AWS gave when the platform was applied; what stands by has no pods before. */
  private unappliedProblems(deployment: Deployment): string[] {
    const { environment, service, contract = environment } = deployment;
    const { image, platform } = this.values(deployment) as {
      image?: { tag?: unknown };
      platform?: { standsBy?: true; services?: Readonly<Record<string, unknown>> };
    };
    if (image?.tag === NO_RELEASE || platform?.standsBy || !isUnapplied(platform?.services?.[service])) return [];
    return [
      `${contractFile(contract)}: platform.services.${service} must have its addresses before a release, got none yet; ` +
        `apply ${contract}-platform, then run npm run contract -- ${contract}`,
    ];
  }

  private nameProblems(deployment: Deployment): string[] {
    const { name } = this.values(deployment);
    if (name === deployment.service) return [];
    return [
      `${homeOf("name", deployment)}: name must be that of the file, got ${JSON.stringify(name)}; correct one of them`,
    ];
  }

  private read(file: string): ServiceValues {
    return parse(readFileSync(join(this.project, file), "utf8")) as ServiceValues;
  }

  private fileProblems(file: string): string[] {
    try {
      const values: unknown = this.read(file);
      const isMap = typeof values === "object" && values !== null && !Array.isArray(values);
      return isMap ? [] : [`${file}: must be a map of values, got ${JSON.stringify(values)}; see gitops/README.md`];
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      const got = missing ? "no file" : (error as Error).message.split("\n")[0];
      return [`${file}: must be a YAML file, got ${got}; ${missing ? "add it" : "correct it"}`];
    }
  }
}

/** What is in a folder; nothing where there is none. */
function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The files of a service's values, in the order in which Argo CD gives them to the chart. */
function valueFiles(deployment: Deployment): [platform: string, service: string, environment: string] {
  const { environment, service, contract = environment } = deployment;
  return [
    contractFile(contract),
    `gitops/services/${service}.yaml`,
    `gitops/environments/${environment}/${service}.yaml`,
  ];
}

/** The one file that a value belongs in. */
function homeOf(key: string, deployment: Deployment): string {
  const [platform, service, environment] = valueFiles(deployment);
  if (key === "platform") return platform;
  return ENVIRONMENT_KEYS.includes(key) ? environment : service;
}
