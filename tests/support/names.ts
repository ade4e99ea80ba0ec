import { ACCOUNTS, ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES, LMS_SERVICES, type LmsService } from "../../modules/foundation/services";

// What there is, as messages list it: a test of a message holds whatever environments and services are added.

/** The environments, such as `dev, staging, prod`. */
export const ENVIRONMENT_LIST = ENVIRONMENTS.map(({ name }) => name).join(", ");

/** The accounts, such as `shared, dev, staging, prod`. */
export const ACCOUNT_LIST = ACCOUNTS.map(({ name }) => name).join(", ");

/** The services, such as `web, identity, courses`. */
export const SERVICE_LIST = LMS_SERVICE_NAMES.join(", ");

/** Queues that services consume, as constructs are named after them: `notifications_outbound`. */
export const SERVICE_QUEUES = Object.values<LmsService>(LMS_SERVICES).flatMap(({ queues }) =>
  queues
    .filter(({ access }) => access === "consume")
    .map(({ service, queue }) => `${service}_${queue}`.replaceAll("-", "_")),
);
