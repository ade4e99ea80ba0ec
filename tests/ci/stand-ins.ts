import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENTS } from "../../environments";
import { fakePrograms, temporaryFolder } from "../sandbox/support";

/** What cosign attests when it signs. */
export const SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

/** The incoming webhook of Slack. */
export const WEBHOOK = "https://hooks.slack.example.com/services/T0/B0/x";

/**
 * Everything around the pipelines that is not of this project and not Git: a service's own code, scans, BuildKit, the registry,
 * cosign, AWS' roles, the clusters with their Argo CD, the sites and Slack. What they hold is in files of a folder.
 */
export class StandIns {
  readonly folder = mkdtempSync(join(temporaryFolder(), "stand-ins-"));

  /**
   * @param origin the repository that Argo CD follows
   * @param more bodies of other programs, or of the same with something to do
   */
  constructor(
    private readonly origin: string,
    private readonly more: Readonly<Record<string, string>> = {},
  ) {
    for (const name of ["running", "bad", "registry", "layouts"]) mkdirSync(join(this.folder, name));
    writeFileSync(this.file("slack"), "");
  }

  /** Variables by which the scripts find them. */
  get env(): NodeJS.ProcessEnv {
    const site = this.file("site.js");
    writeFileSync(site, siteAndSlack(this.folder));
    const programs = { ...this.imagePrograms, ...this.clusterPrograms, npm: "", npx: "", ...this.more };
    const hold = `if [ -n "$HOLD" ]; then case "$(basename "$0") $*" in "$HOLD"*) touch ${this.file("held")}; exec sleep 60;; esac; fi`;
    const bodies = Object.entries(programs).map(([name, body]) => [name, `${hold}\n${body}`]);
    return {
      PATH: `${fakePrograms(Object.fromEntries(bodies))}:${process.env.PATH}`,
      NODE_OPTIONS: `--require ${site}`,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      GIT_CONFIG_GLOBAL: "/dev/null",
    };
  }

  /** The tag that an application runs. */
  running(application: string): string {
    return readFileSync(this.file(`running/${application}`), "utf8");
  }

  run(application: string, tag: string): void {
    writeFileSync(this.file(`running/${application}`), tag);
  }

  /** Has the sync of a tag fail. */
  refuse(tag: string): void {
    writeFileSync(this.file(`bad/${tag}`), "");
  }

  /** What Slack was told, without its calls. */
  get told(): readonly string[] {
    const lines = readFileSync(this.file("slack"), "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => line.replace("<!here> ", ""));
  }

  /** Whether the program that the variable HOLD names, with the first of its arguments, has begun. It then waits to be ended. */
  get isHeld(): boolean {
    return existsSync(this.file("held"));
  }

  /** Deletes an image in the registry, with what is put beside it. */
  delete(service: string): void {
    for (const what of ["pushed", "signed", "tags"]) rmSync(this.file(`registry/${service}.${what}`));
  }

  /** What the registry holds of a service: `pushed`, the digests that its tags name, and `signed`, what is put beside them. */
  held(service: string, what: "pushed" | "signed"): readonly string[] {
    const file = this.file(`registry/${service}.${what}`);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** Makes the image that BuildKit builds of a commit. @returns its digest */
  layout(commit: string): string {
    const folder = this.file(`layouts/${commit}`);
    mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
    const add = (content: object) => {
      const text = JSON.stringify(content);
      const hex = createHash("sha256").update(text).digest("hex");
      writeFileSync(join(folder, "blobs", "sha256", hex), text);
      return { digest: `sha256:${hex}`, size: text.length };
    };
    const config = add({ config: { Labels: { "org.opencontainers.image.revision": commit } } });
    const manifest = add({ config, layers: [] });
    writeFileSync(join(folder, "index.json"), JSON.stringify({ manifests: [manifest] }));
    writeFileSync(`${folder}.digest`, manifest.digest);
    return manifest.digest;
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  /** The programs that make an image; each is of the build whose SERVICE and IMAGE_TAG it finds. */
  private get imagePrograms() {
    const { folder } = this;
    const registry = `${folder}/registry/$SERVICE`;
    return {
      make: "",
      trivy: `while [ "$1" != --output ]; do [ "$1" = cyclonedx ] && bill=yes; shift; done
if [ -n "$bill" ]; then echo '{"bomFormat":"CycloneDX","components":[{}]}' > "$2"
else echo '{"SchemaVersion":2,"Results":[{"Target":"image"}]}' > "$2"; fi`,
      "buildctl-daemonless.sh": `cp -r ${folder}/layouts/$IMAGE_TAG image`,
      skopeo: `digest=$(cat ${folder}/layouts/$IMAGE_TAG.digest)
case "$*" in
  *" oci:image docker://"*) grep -qs "$IMAGE_TAG" ${registry}.tags && exit 1
    echo "$IMAGE_TAG $digest" >> ${registry}.tags; echo $digest >> ${registry}.pushed; printf %s $digest > image-digest;;
  *) cp -r ${folder}/layouts/$IMAGE_TAG image;;
esac`,
      cosign: `case "$1" in
  sign) echo ${SIGNATURE} >> ${registry}.signed;;
  attest) echo "$3" >> ${registry}.signed
    [ "$3" = slsaprovenance1 ] && cp "$5" ${registry}.provenance; exit 0;;
  verify-attestation) grep -qs "$3" ${registry}.signed || exit 1
    echo '{"payload":"'$(echo '{"predicate":'$(cat ${registry}.provenance)'}' | base64 -w0)'"}';;
esac`,
      aws: `case "$2" in
  get-caller-identity) account=$(sed -n 's/^role_arn = arn:aws:iam::\\([0-9]*\\):.*/\\1/p' $AWS_CONFIG_FILE)
    echo '{"Arn":"arn:aws:sts::'$account':assumed-role/'$AWS_PROFILE'/build"}';;
  update-kubeconfig) [ -e ${folder}/kubeconfig ] && cp ${folder}/kubeconfig "$KUBECONFIG"; exit 0;;
  get-authorization-token) echo '{"authorizationData":[{"authorizationToken":"QQ=="}]}';;
  describe-images) digest=$(sed -n "s/^$IMAGE_TAG //p" ${registry}.tags 2>/dev/null)
    [ -n "$digest" ] || { echo ImageNotFoundException >&2; exit 254; }
    echo '{"imageDetails":[{"imageDigest":"'$digest'"}]}';;
esac`,
    };
  }

  /** Argo CD and the clusters' APIs: what Git says is compared with what runs, and a sync makes it run, or fails. */
  private get clusterPrograms() {
    const { folder, origin } = this;
    return {
      kubectl: `[ "$2" = pods ] && { echo '{}'; exit 0; }
name=\${2#*/}; environment=\${name%%-*}; service=\${name#*-}; state=${folder}/running/$name
wanted=$(git -C ${origin} show main:gitops/environments/$environment/$service.yaml | sed -n 's/.*tag: "\\(.*\\)".*/\\1/p')
running=$(cat $state)
case "$1" in
  patch) if [ -e ${folder}/bad/$wanted ]; then date -u +%Y-%m-%dT%H:%M:%S.999Z > $state.failed
         else printf %s "$wanted" > $state; rm -f $state.failed; fi;;
  get) sync=OutOfSync; [ "$wanted" = "$running" ] && sync=Synced
       images='[]'; [ "$running" = ${"0".repeat(40)} ] || images='["444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/'$service:$running'"]'
       failed=; [ -e $state.failed ] && failed=',"operationState":{"phase":"Failed","message":"denied","startedAt":"'$(cat $state.failed)'"}'
       echo '{"status":{"reconciledAt":"2999-01-01T00:00:00Z","sync":{"status":"'$sync'"},"health":{"status":"Healthy"},"summary":{"images":'$images'}'$failed'}}';;
esac`,
    };
  }
}

/**
 * What the scripts' \`fetch\` reaches: the sites, which answer with the version that runs, or the page of the edge, and Slack. Their
 * pauses are a tenth as long, or what the variable HASTE says.
 */
function siteAndSlack(folder: string): string {
  const environments = Object.fromEntries(ENVIRONMENTS.map(({ name, edge }) => [edge.domain, name]));
  return `const { appendFileSync, readFileSync } = require("node:fs");
const timers = require("node:timers/promises");
const { setTimeout: pause } = timers;
timers.setTimeout = (ms, ...more) => pause(ms / (process.env.HASTE ?? 10), ...more);
const environments = ${JSON.stringify(environments)};
globalThis.fetch = async (address, { body } = {}) => {
  const { href, hostname, pathname } = new URL(address);
  if (href === ${JSON.stringify(WEBHOOK)}) {
    appendFileSync(${JSON.stringify(join(folder, "slack"))}, JSON.parse(body).text + "\\n");
    return new Response("ok");
  }
  if (!pathname.endsWith("/healthz")) return new Response("the maintenance page");
  const service = /^\\/api\\/([^/]+)\\//.exec(pathname)?.[1] ?? "web";
  const file = ${JSON.stringify(join(folder, "running"))} + "/" + environments[hostname] + "-" + service;
  return new Response(JSON.stringify({ version: readFileSync(file, "utf8") }));
};
`;
}
