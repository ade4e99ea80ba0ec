import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure";
import { download } from "./download";
import { keep } from "./keep";

/** The last release of Groovy 2.4, the line that Jenkins runs pipelines with. */
const VERSION = "2.4.21";

/** SHA-256 of its jar. @see https://repo1.maven.org/maven2/org/codehaus/groovy/groovy/2.4.21/ */
const CHECKSUM = "cc637a03e8ffddd487177bed948f162200a08f4847089091e06d70c2a1480fee";

const PATIENCE_MS = 15_000;

/**
 * Groovy in the user's cache, downloaded on the first use from Maven Central, or from the mirror of it that LMS_MAVEN_MIRROR
 * names. Only the jar with the pinned checksum is kept.
 * @throws Failure that says why it cannot be had
 */
export async function groovyJar(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const folder = await keep(env, ["groovy", VERSION, "groovy.jar"], async (folder) => {
    const host = (env.LMS_MAVEN_MIRROR || "https://repo1.maven.org/maven2").replace(/\/+$/, "");
    const url = `${host}/org/codehaus/groovy/groovy/${VERSION}/groovy-${VERSION}.jar`;
    const jar = await download("groovy", url, signal, PATIENCE_MS);
    const got = createHash("sha256").update(jar).digest("hex");
    if (got !== CHECKSUM) throw new Failure(`the download from ${host} has the checksum ${got}, not ${CHECKSUM}`);
    writeFileSync(join(folder, "groovy.jar"), jar);
  });
  return join(folder, "groovy.jar");
}
