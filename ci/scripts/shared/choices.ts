import { ENVIRONMENTS, type Environment } from "../../../environments";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";

/** The option that names an environment. */
export const ENVIRONMENT_OPTION = {
  choices: ENVIRONMENTS.map(({ name }) => name),
  about: "The environment.",
} as const;

/** The option that names a service of the LMS. */
export const SERVICE_OPTION = { choices: LMS_SERVICE_NAMES, about: "The service." } as const;

/** The option that names an image of a service. */
export const TAG_OPTION = { value: "<commit>", about: "The image's tag: the commit it was built from, 40 digits." };

/** The option that names the login to the registry. */
export const LOGIN_OPTION = { value: "<file>", about: "What registry-login wrote, called config.json." };

/** The environment that an option named; the choices let no other pass. */
export function environmentOf(name: string): Environment {
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`no environment ${name}`);
  return environment;
}
