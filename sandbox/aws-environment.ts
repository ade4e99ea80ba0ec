import { devNull } from "node:os";
import { ROOT_ACCESS_KEY } from "./gateway/authorization/principals";

/** The variables that say who works on the local AWS. */
export interface Credentials {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_SESSION_TOKEN?: string;
}

/** The root user of the account, who may do everything. */
export const ADMINISTRATOR: Credentials = { AWS_ACCESS_KEY_ID: ROOT_ACCESS_KEY, AWS_SECRET_ACCESS_KEY: "test" };

/**
 * The environment variables of a Terraform that works on the local AWS: the only difference to a real deployment.
 * Everything of the user's that names credentials, profiles or other ways to steer Terraform is left out, so that a
 * sandbox can neither reach a real account nor behave differently on another machine.
 */
export function emulatorEnvironment(
  user: NodeJS.ProcessEnv,
  endpoint: string,
  region: string,
  credentials: Credentials = ADMINISTRATOR,
): NodeJS.ProcessEnv {
  const steers = /^(AWS_|TF_CLI_ARGS|TF_VAR_|TF_WORKSPACE$|TF_DATA_DIR$|TF_REATTACH_PROVIDERS$)/;
  return {
    ...Object.fromEntries(Object.entries(user).filter(([name]) => !steers.test(name))),
    AWS_ENDPOINT_URL: endpoint,
    ...credentials,
    AWS_REGION: region,
    // An operation that the emulator lacks would be tried again for minutes.
    AWS_MAX_ATTEMPTS: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    // Profiles in the user's files could bring another endpoint or role.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    // Each command starts the provider anew and builds its schemas: a third of that is Go's garbage collection.
    GOGC: user.GOGC ?? "300",
  };
}
