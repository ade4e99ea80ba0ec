import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { REGISTRY } from "../../ci/scripts/images/image-reference";
import { temporaryFolder } from "../sandbox/support";
import { OciRegistry } from "./oci-registry";

const LOGIN = Buffer.from("AWS:t0ken").toString("base64");
const ALGORITHM = "ECDSA_SHA_256";
const KEY = {
  KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
  KeyUsage: "SIGN_VERIFY",
  KeySpec: "ECC_NIST_P256",
  CustomerMasterKeySpec: "ECC_NIST_P256",
  SigningAlgorithms: [ALGORITHM],
};

/**
 * Action of IAM that a request to the registry takes, by its method and path.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
 */
const ACTIONS: readonly (readonly [RegExp, string])[] = [
  [/^(GET|HEAD) .*\/(manifests|referrers)\//, "ecr:BatchGetImage"],
  [/^PUT .*\/manifests\//, "ecr:PutImage"],
  [/^POST .*\/blobs\/uploads\//, "ecr:InitiateLayerUpload"],
  [/^PATCH .*\/blobs\/uploads\//, "ecr:UploadLayerPart"],
  [/^PUT .*\/blobs\/uploads\//, "ecr:CompleteLayerUpload"],
  [/^HEAD .*\/blobs\//, "ecr:BatchCheckLayerAvailability"],
  [/^GET .*\/blobs\//, "ecr:GetDownloadUrlForLayer"],
];

interface AskedOfAws {
  readonly repositoryName?: string;
  readonly imageIds?: readonly { readonly imageTag?: string }[];
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
  readonly Message?: string;
}

/** An ECR with its own host name and login, and a KMS with a real key, for the programs of the pipelines. */
export class RegistryBench {
  readonly registry = new OciRegistry();
  /** Actions of IAM that were asked for. */
  readonly used = new Set<string>();
  /** Hosts that were asked for by TLS. */
  readonly hosts = new Set<string>();
  private readonly folder = mkdtempSync(join(temporaryFolder(), "registry-"));
  private readonly certificate = join(this.folder, "tls.crt");
  private servers: readonly Server[] = [];
  /** The key in KMS; a test may put another one in its place. */
  key = newKey();

  /** Starts it. Needs `openssl`. */
  static async start(): Promise<RegistryBench> {
    const bench = new RegistryBench();
    const key = join(bench.folder, "tls.key");
    const subject = ["-subj", "/CN=registry", "-addext", `subjectAltName=DNS:${REGISTRY}`];
    const kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
    execFileSync("openssl", [...kind, "-keyout", key, "-out", bench.certificate, ...subject], { stdio: "ignore" });
    const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(bench.certificate) });
    secure.on("request", (incoming, response) => void bench.asEcr(incoming, response));
    const aws = createServer((incoming, response) => void bench.asAws(incoming, response));
    const proxy = createServer().on("connect", ({ url = "" }, socket) => {
      bench.hosts.add(url);
      const onward = connect((secure.address() as AddressInfo).port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    });
    bench.servers = [secure, aws, proxy];
    for (const server of bench.servers) await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return bench;
  }

  stop(): void {
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  /** By what programs find it. */
  get env(): NodeJS.ProcessEnv {
    const [, aws, proxy] = this.servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return {
      AWS_ENDPOINT_URL: aws,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      HTTPS_PROXY: proxy,
      SSL_CERT_FILE: this.certificate,
    };
  }

  private async asEcr(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = incoming;
    const body = await bodyOf(incoming);
    if (headers.authorization !== `Basic ${LOGIN}`) {
      const realm = `Basic realm="https://${REGISTRY}/",service="ecr.amazonaws.com"`;
      response.writeHead(401, { "www-authenticate": realm }).end("Not Authorized\n");
      return;
    }
    const action = ACTIONS.find(([request]) => request.test(`${method} ${url}`))?.[1];
    if (action !== undefined) this.used.add(action);
    const answer = this.registry.handle({ method, url, type: headers["content-type"], body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private async asAws(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = JSON.parse((await bodyOf(incoming)).toString() || "{}") as AskedOfAws;
    const [, operation] = String(incoming.headers["x-amz-target"]).split(".");
    const [, service] = /\/(ecr|kms)\/aws4_request/.exec(incoming.headers.authorization ?? "") ?? [];
    this.used.add(`${service}:${operation}`);
    const answer = this.answer(`${service}:${operation}`, asked);
    response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer ?? { __type: "ImageNotFoundException", message: "no such image" }));
  }

  private answer(operation: string, asked: AskedOfAws): object | undefined {
    switch (operation) {
      case "ecr:GetAuthorizationToken":
        return { authorizationData: [{ authorizationToken: LOGIN }] };
      case "ecr:DescribeImages": {
        const imageDigest = this.registry.digestOf(asked.repositoryName ?? "", asked.imageIds?.[0]?.imageTag ?? "");
        return imageDigest === undefined ? undefined : { imageDetails: [{ imageDigest }] };
      }
      case "kms:DescribeKey":
        return { KeyMetadata: { ...KEY, Enabled: true, KeyState: "Enabled" } };
      case "kms:GetPublicKey": {
        const der = createPublicKey(this.key).export({ type: "spki", format: "der" });
        return { ...KEY, PublicKey: der.toString("base64") };
      }
      case "kms:Sign":
        if (asked.MessageType !== "DIGEST" || asked.SigningAlgorithm !== ALGORITHM) return undefined;
        return { KeyId: KEY.KeyId, SigningAlgorithm: ALGORITHM, Signature: this.signed(asked.Message ?? "") };
      default:
        return undefined;
    }
  }

  /** The signature of a digest as it is: Node's own functions would hash it once more. */
  private signed(digest: string): string {
    const [key, message] = [join(this.folder, "key.pem"), join(this.folder, "digest")];
    writeFileSync(key, this.key.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(message, Buffer.from(digest, "base64"));
    return execFileSync("openssl", ["pkeyutl", "-sign", "-inkey", key, "-in", message]).toString("base64");
  }
}

/** A key of the kind that KMS is asked for. */
export function newKey() {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
