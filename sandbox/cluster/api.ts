import { request } from "node:https";

/** Object of the Kubernetes API. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
    readonly finalizers?: readonly string[];
    /** When it must be gone: its grace period after it was asked to go. */
    readonly deletionTimestamp?: string;
    readonly deletionGracePeriodSeconds?: number;
    readonly resourceVersion?: string;
  };
  readonly [field: string]: unknown;
}

/** Answer that refuses a request. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const JSON_TYPE = "application/json";

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** Media type of a PATCH. @see https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply */
const MERGE_PATCH = "application/merge-patch+json";

/** The API of a cluster, asked as its administrator. */
export class KubernetesApi {
  constructor(
    readonly endpoint: string,
    private readonly certificate: string,
    private readonly token: string,
  ) {}

  /** Reads the objects of a list, such as `/api/v1/pods`; none where the kind does not exist. */
  async list(path: string): Promise<readonly KubernetesObject[]> {
    const answer = await this.ask("GET", path).catch((error) => {
      if (error instanceof Refused && error.status === 404) return { items: [] };
      throw error;
    });
    return (answer as { items: readonly KubernetesObject[] }).items;
  }

  /** Reads of the objects of a list only their metadata. */
  async listMetadata(path: string): Promise<readonly KubernetesObject[]> {
    const answer = await this.ask("GET", path, undefined, undefined, METADATA);
    // An empty list of metadata has no list at all.
    return (answer as { items: readonly KubernetesObject[] | null }).items ?? [];
  }

  create(path: string, object: object): Promise<unknown> {
    return this.ask("POST", path, object);
  }

  patch(path: string, change: object): Promise<unknown> {
    return this.ask("PATCH", path, change, MERGE_PATCH);
  }

  delete(path: string): Promise<unknown> {
    return this.ask("DELETE", path);
  }

  /** Sends a request. @throws Refused with the API's words */
  ask(method: string, path: string, body?: object, type = JSON_TYPE, accept = JSON_TYPE): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.token}`, accept, "content-type": type };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.endpoint}${path}`, { method, headers, ca: this.certificate }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          const status = response.statusCode ?? 0;
          if (status < 300) resolve(text.startsWith("{") ? JSON.parse(text) : text);
          else reject(new Refused(status, messageOf(text)));
        });
      });
      asked.once("error", reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
