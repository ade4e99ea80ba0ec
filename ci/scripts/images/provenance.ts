import { misfits, type Shape } from "../shared/json";

/** Source that an image is built from. */
export interface Origin {
  readonly service: string;
  /** The commit of the service that it was built from. */
  readonly commit: string;
}

/** The build that made it. */
export interface Build {
  /** URL of the build. */
  readonly url: string;
  /** The commit of this project whose pipeline it was. */
  readonly platformCommit: string;
}

/** Kind of build that the pipeline `lmsService` is. */
const BUILD_TYPE = "urn:lms-platform:pipeline:lmsService:v1";

/** The provenance of an image, as SLSA has it. @see https://slsa.dev/spec/v1.0/provenance */
export function provenanceOf({ service, commit }: Origin, { url, platformCommit }: Build): object {
  return {
    buildDefinition: {
      buildType: BUILD_TYPE,
      externalParameters: { service, commit },
      resolvedDependencies: [
        { name: "service", digest: { gitCommit: commit } },
        { name: "platform", digest: { gitCommit: platformCommit } },
      ],
    },
    runDetails: { builder: { id: new URL("/", url).href }, metadata: { invocationId: url } },
  };
}

/** What the statement must have that tells where an image comes from. */
const STATEMENT = {
  predicate: { buildDefinition: { buildType: "text", externalParameters: { service: "text", commit: "text" } } },
} as const satisfies Shape;

interface Statement {
  readonly predicate: {
    readonly buildDefinition: { readonly buildType: string; readonly externalParameters: Origin };
  };
}

/**
 * Tells whether one of the statements that cosign has verified says that the image comes from there.
 * @param envelopes a line of JSON each
 */
export function comesFrom({ service, commit }: Origin, envelopes: string): boolean {
  return envelopes.split("\n").some((line) => {
    const envelope = parsed(line);
    if (misfits(envelope, { payload: "text" }).length > 0) return false;
    const { payload } = envelope as { payload: string };
    const statement = parsed(Buffer.from(payload, "base64").toString("utf8"));
    if (misfits(statement, STATEMENT).length > 0) return false;
    const { buildType, externalParameters } = (statement as Statement).predicate.buildDefinition;
    return buildType === BUILD_TYPE && externalParameters.service === service && externalParameters.commit === commit;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
