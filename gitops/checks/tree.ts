import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { ENVIRONMENTS, type Environment } from "../../environments";
import { shared } from "../../environments/shared";
import { contractFile, contractText, parseContract } from "../../scripts/contract/contract-file";
import { factsIn, platformContract } from "../../scripts/contract/platform-contract";
import { type ServiceValues, valueProblems } from "./service-values";

/** A service in an environment. */
export interface Deployment {
  readonly environment: string;
  readonly service: string;
}

/** The values that an environment decides; all others but `platform` are a service's own, equal in every environment. */
const ENVIRONMENT_KEYS: readonly string[] = ["image", "replicas", "resources"];

/** The folder `gitops` of a working copy: which files there are, what they say, and what is wrong with them. */
export class GitopsTree {
  /** @param project the folder that `gitops` is in */
  constructor(private readonly project: string) {}

  /** Every service in every environment, for which there is a file of either. */
  deployments(): readonly Deployment[] {
    return ENVIRONMENTS.flatMap(({ name: environment }) =>
      [...new Set([...this.names("gitops/services"), ...this.names(`gitops/environments/${environment}`)])]
        .sort()
        .map((service) => ({ environment, service })),
    );
  }

  /** What the chart is given for a service, in the order in which Argo CD gives it. @throws Error for a broken file */
  values(deployment: Deployment): ServiceValues {
    return Object.assign({}, ...valueFiles(deployment).map((file) => this.read(file)));
  }

  /** What is wrong with a service in an environment, each as `<file>: <what> <rule>, got <value>; <what to do>`. */
  deploymentProblems(deployment: Deployment): string[] {
    const files = valueFiles(deployment);
    const [platform, service, environment] = files;
    const broken = files.flatMap((file) => this.fileProblems(file));
    if (broken.length > 0) return broken;
    const homeOf = (key: string) =>
      key === "platform" ? platform : ENVIRONMENT_KEYS.includes(key) ? environment : service;
    const misplaced = files.flatMap((file) =>
      Object.keys(this.read(file)).flatMap((key) =>
        homeOf(key) === file ? [] : [{ file, text: `${key} must be in ${homeOf(key)}, got it here; move it` }],
      ),
    );
    const wrong = valueProblems(this.values(deployment)).map(({ key, text }) => ({
      file: homeOf(key[0]),
      text: `${key.join(".")} ${text}`,
    }));
    const { name } = this.values(deployment);
    const misnamed =
      name === deployment.service || wrong.some(({ text }) => text.startsWith("name "))
        ? []
        : [{ file: service, text: `name must be that of the file, got ${JSON.stringify(name)}; correct it` }];
    return [...misplaced, ...wrong, ...misnamed].map(({ file, text }) => `${file}: ${text}`);
  }

  /** Whether an environment's contract holds what the code gives today; what only AWS knows it cannot tell. */
  contractProblems(environment: Environment): string[] {
    const file = contractFile(environment.name);
    const broken = this.fileProblems(file);
    if (broken.length > 0) return broken;
    const invalid = valueProblems(this.read(file)).filter(({ key }) => key[0] === "platform");
    if (invalid.length > 0) return invalid.map(({ key, text }) => `${file}: ${key.join(".")} ${text}`);
    const text = readFileSync(join(this.project, file), "utf8");
    const current = contractText(platformContract(environment, shared, factsIn(parseContract(text))));
    return text === current
      ? []
      : [`${file}: must hold what the code gives, got something else; run npm run contract -- ${environment.name}`];
  }

  private names(folder: string): string[] {
    return readdirSync(join(this.project, folder)).map((file) => basename(file, ".yaml"));
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

function valueFiles({ environment, service }: Deployment): [string, string, string] {
  return [
    contractFile(environment),
    `gitops/services/${service}.yaml`,
    `gitops/environments/${environment}/${service}.yaml`,
  ];
}
