import { createHash } from "node:crypto";
import type { AwsRequest } from "../request";
import { type Answer, AwsError, xmlAnswer } from "../responses";
import { type Context, correctXml, route, type Service } from "../service";
import { Kind } from "../store";
import { buildXml, elementAt, parseXml, textAt, type XmlElement } from "../xml";
import { changeRecords } from "./route53-records";

/** A key that signs the keys of a zone. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_KeySigningKey.html */
interface SigningKey {
  readonly zone: string;
  readonly name: string;
  readonly kmsArn: string;
  readonly created: string;
  active: boolean;
}

const signingKeys = new Kind<SigningKey>("key-signing key of a hosted zone, by zone and name");
const signedZones = new Kind<true>("hosted zone whose answers are signed, by id");

/** Settings of health checks that look at an alarm: moto forgets the alarm, and has a port and an interval instead. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const alarmChecks = new Kind<XmlElement>("settings of a health check of an alarm, by id");

const API = "/2013-04-01";

/** Route 53: moto does not hold records to each other, and has no DNSSEC but the question whether a zone is signed, and no health checks of alarms. */
export const route53: Service = {
  name: "route53",
  routes: [
    route("POST", `${API}/hostedzone/{zone}/rrset`, changeRecords),
    route("POST", `${API}/healthcheck`, (request, context) =>
      correctXml((document) => {
        const asked = elementAt(parseXml(request.body.toString()), "CreateHealthCheckRequest", "HealthCheckConfig");
        const made = elementAt(document, "CreateHealthCheckResponse", "HealthCheck");
        if (asked?.AlarmIdentifier === undefined || made === undefined) return;
        remembered(context, alarmChecks).set(textAt(made, "Id") ?? "", asked);
        made.HealthCheckConfig = asked;
      })(request, context),
    ),
    route("GET", `${API}/healthcheck/{id}`, (request, context, { id }) =>
      correctXml((document) => {
        const found = elementAt(document, "GetHealthCheckResponse", "HealthCheck");
        const config = remembered(context, alarmChecks).get(id);
        if (found !== undefined && config !== undefined) found.HealthCheckConfig = config;
      })(request, context),
    ),
    route("POST", `${API}/keysigningkey`, (request, context) => {
      const asked = elementAt(parseXml(request.body.toString()), "CreateKeySigningKeyRequest");
      const zone = zoneId(textAt(asked, "HostedZoneId") ?? "");
      const name = textAt(asked, "Name") ?? "";
      const kmsArn = textAt(asked, "KeyManagementServiceArn") ?? "";
      if (!kmsArn.startsWith("arn:aws:kms:us-east-1:")) {
        throw new AwsError("InvalidKMSArn", `the key must be in us-east-1, got ${kmsArn}`);
      }
      const keys = remembered(context, signingKeys);
      if (keys.has(`${zone}/${name}`)) throw new AwsError("KeySigningKeyAlreadyExists", `${name} exists`, 409);
      const active = textAt(asked, "Status") === "ACTIVE";
      const key: SigningKey = { zone, name, kmsArn, active, created: new Date().toISOString() };
      keys.set(`${zone}/${name}`, key);
      const content = { ...change("create", key), KeySigningKey: describe(key) };
      const location = `https://route53.amazonaws.com${API}/keysigningkey/${zone}/${name}`;
      return xmlAnswer(buildXml({ CreateKeySigningKeyResponse: content }), 201, { Location: location });
    }),
    route("POST", `${API}/keysigningkey/{zone}/{name}/activate`, setActive("ActivateKeySigningKeyResponse", true)),
    route("POST", `${API}/keysigningkey/{zone}/{name}/deactivate`, setActive("DeactivateKeySigningKeyResponse", false)),
    route("DELETE", `${API}/keysigningkey/{zone}/{name}`, (_request, context, { zone, name }) => {
      const key = keyOf(context, zone, name);
      if (key.active) throw new AwsError("InvalidKeySigningKeyStatus", `${name} is active`);
      remembered(context, signingKeys).delete(`${zone}/${name}`);
      return xmlAnswer(buildXml({ DeleteKeySigningKeyResponse: change("delete", key) }));
    }),
    route("POST", `${API}/hostedzone/{zone}/enable-dnssec`, (_request, context, { zone }) => {
      if (!keysOf(context, zone).some(({ active }) => active)) {
        throw new AwsError("KeySigningKeyWithActiveStatusNotFound", `zone ${zone} has no active key-signing key`);
      }
      remembered(context, signedZones).set(zone, true);
      return xmlAnswer(buildXml({ EnableHostedZoneDNSSECResponse: change("sign", { zone, name: "" }) }));
    }),
    route("POST", `${API}/hostedzone/{zone}/disable-dnssec`, (_request, context, { zone }) => {
      if (!remembered(context, signedZones).delete(zone)) {
        throw new AwsError("DNSSECNotFound", `zone ${zone} is not signed`);
      }
      return xmlAnswer(buildXml({ DisableHostedZoneDNSSECResponse: change("unsign", { zone, name: "" }) }));
    }),
    route("GET", `${API}/hostedzone/{zone}/dnssec`, (request, context, { zone }) =>
      // Moto says whether there is such a zone.
      correctXml((document) => {
        const isSigned = remembered(context, signedZones).has(zone);
        document.GetDNSSECResponse = {
          Status: { ServeSignature: isSigned ? "SIGNING" : "NOT_SIGNING" },
          KeySigningKeys: { member: keysOf(context, zone).map(describe) },
        };
      })(request, context),
    ),
  ],
};

function setActive(response: string, active: boolean) {
  return (_request: AwsRequest, context: Context, { zone, name }: Pick<SigningKey, "zone" | "name">): Answer => {
    const key = keyOf(context, zone, name);
    key.active = active;
    return xmlAnswer(buildXml({ [response]: change(response, key) }));
  };
}

/** Route 53 is one service for all regions. */
function remembered<T>(context: Context, kind: Kind<T>): Map<string, T> {
  return context.remembered(kind, "all regions");
}

function keysOf(context: Context, zone: string): SigningKey[] {
  return [...remembered(context, signingKeys).values()].filter((key) => key.zone === zone);
}

function keyOf(context: Context, zone: string, name: string): SigningKey {
  const key = remembered(context, signingKeys).get(`${zone}/${name}`);
  if (key === undefined) throw new AwsError("NoSuchKeySigningKey", `zone ${zone} has no key ${name}`, 404);
  return key;
}

function zoneId(id: string): string {
  return id.replace("/hostedzone/", "");
}

function change(action: string, { zone, name }: Pick<SigningKey, "zone" | "name">): XmlElement {
  const Id = `/change/C${digest(`${action} ${zone} ${name}`).slice(0, 13).toUpperCase()}`;
  return { ChangeInfo: { Id, Status: "INSYNC", SubmittedAt: new Date().toISOString() } };
}

function describe({ zone, name, kmsArn, active, created }: SigningKey): XmlElement {
  const hash = digest(`${zone} ${name} ${kmsArn}`);
  const publicKey = Buffer.from(hash + hash, "hex").toString("base64");
  const tag = String(Number.parseInt(hash.slice(0, 4), 16));
  return {
    Name: name,
    KmsArn: kmsArn,
    Flag: "257",
    SigningAlgorithmMnemonic: "ECDSAP256SHA256",
    SigningAlgorithmType: "13",
    DigestAlgorithmMnemonic: "SHA-256",
    DigestAlgorithmType: "2",
    KeyTag: tag,
    DigestValue: hash.toUpperCase(),
    PublicKey: publicKey,
    DSRecord: `${tag} 13 2 ${hash.toUpperCase()}`,
    DNSKEYRecord: `257 3 13 ${publicKey}`,
    Status: active ? "ACTIVE" : "INACTIVE",
    CreatedDate: created,
    LastModifiedDate: created,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
