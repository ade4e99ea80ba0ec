import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";

/** The catalogue of services, below the project. */
const CATALOGUE = "modules/foundation/services.ts";

/** The folders that an environment's services are in, below the project. */
export function foldersOf(environment: string): readonly string[] {
  return ["gitops/services", `gitops/environments/${environment}`];
}

/** The services of the catalogue, and of the files in folders of a project. */
export function servicesIn(project: string, folders: readonly string[]): readonly string[] {
  const files = folders
    .map((folder) => join(project, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((file) => !file.startsWith("."));
  return [...new Set([...LMS_SERVICE_NAMES, ...files.map((file) => basename(file, ".yaml"))])].sort();
}

/** The folders that an environment lacks, a line each: before them there is nothing to be said of its services. */
export function folderProblems(project: string, environment: string): string[] {
  return foldersOf(environment)
    .filter((folder) => !existsSync(join(project, folder)))
    .map((folder) => `${folder}: must exist, with a file for each service, got no folder; copy another environment's`);
}

/** Services of which one part is there and another is not, a line each. */
export function halfMadeProblems(project: string): string[] {
  const folders = [...new Set(ENVIRONMENTS.flatMap(({ name }) => foldersOf(name)))];
  return servicesIn(project, folders).flatMap((service) => {
    const missing = [
      ...(Object.hasOwn(LMS_SERVICES, service) ? [] : [CATALOGUE]),
      ...folders.map((folder) => `${folder}/${service}.yaml`).filter((file) => !existsSync(join(project, file))),
    ];
    if (missing.length === 0) return [];
    return [
      `${service}: is half made, it lacks ${missing.join(", ")}; npm run new-service -- ${service} writes what is missing, ` +
        "or take out what is there",
    ];
  });
}
