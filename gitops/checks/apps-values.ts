import Ajv from "ajv";
import { ENVIRONMENTS } from "../../environments";
import { siteOf } from "../../modules/foundation/names";
import { LMS_SERVICES } from "../../modules/foundation/services";
import { lazily } from "../../scripts/lazily";
import schema from "../apps/values.schema.json";

/** Values of the root Application's chart, as its own file has them. */
interface AppsValues {
  readonly environments: Readonly<Record<string, { readonly sync: string; readonly slackChannel: string }>>;
  readonly namespaces: readonly string[];
}

const { environments, namespaces } = schema.properties;
const validator = lazily(() =>
  new Ajv({ allErrors: true }).compile({
    type: "object",
    additionalProperties: false,
    required: ["environments", "namespaces"],
    properties: { environments, namespaces },
    definitions: schema.definitions,
  }),
);

/**
 * Checks the values of `gitops/apps`: its schema, that it knows the environments that there are, that none with learners'
 * data syncs by itself, and that every service's namespace has a project.
 * @returns one line each, `[]` when nothing is wrong
 */
export function appsProblems(values: unknown): string[] {
  const validate = validator();
  if (!validate(values)) {
    return (validate.errors ?? []).map(
      ({ instancePath, message }) =>
        `${instancePath.slice(1).replaceAll("/", ".") || "the values"} must be right, got one that ${message}; correct it`,
    );
  }
  const apps = values as unknown as AppsValues;
  const names = ENVIRONMENTS.map(({ name }) => name);
  const retained = ENVIRONMENTS.filter(({ dataProtection }) => dataProtection === "retained");
  const wanted = [...new Set(Object.values(LMS_SERVICES).map(({ namespace }) => namespace))];
  return [
    ...names
      .filter((name) => apps.environments[name] === undefined)
      .map((name) => `environments.${name} must say how it is delivered to, got nothing; add it`),
    ...Object.keys(apps.environments)
      .filter((name) => !names.includes(name))
      .map((name) => `environments.${name} must be an environment, got none of ${names.join(", ")}; take it out`),
    ...retained
      .filter(({ name }) => (apps.environments[name]?.sync ?? "manual") !== "manual")
      .map(
        ({ name }) =>
          `environments.${name}.sync must be manual, for what is retained there, got ${apps.environments[name]?.sync}; set it back`,
      ),
    ...ENVIRONMENTS.flatMap(({ name }) => {
      const { slackChannel = "" } = apps.environments[name] ?? {};
      return ENVIRONMENTS.filter(
        (other) => other.name !== name && slackChannel.startsWith(`${siteOf(other).prefix}-`),
      ).map(
        (other) =>
          `environments.${name}.slackChannel must be of ${name}, got one of ${other.name}, ${JSON.stringify(slackChannel)}; correct it`,
      );
    }),
    ...wanted
      .filter((namespace) => !apps.namespaces.includes(namespace))
      .map((namespace) => `namespaces must have ${namespace}, which services are in, got none; add it`),
  ];
}
