import { Absent, type EnvironmentEdits, firewall } from "./edit";

/** A public key beside those of prod. */
const OTHER_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuFcXDe13advmbL4rImt8
wlAfL9+jx/UjkJMAhEUTrKL9ZZHcx+KW75PwTsxIkLGPQBI/z0ur7sZ4Sil6HQQZ
3D22cgmp/IFd9D1PCP9HPrn9QXfnd+9dHcbh4iTC02+iRvV6eAfmKFzSm4C7a7gU
UBp3gs01UfeEtl7wfxUY0/Ll4tWkWqXAmioFNouaQPaoEkh8qhseLiSayfByqGEW
ijTNefSgT9SMsNWSt4nYzqpv0KaiWh2luj4LZxxUElDv2DrITMdlkvUjQrjb+N8E
K1gWqTQ9WNlwI8Lx6meJzRNhWB3RgmqM7dQrceemnW5a6h96nVUdZQJJGOUeqCVQ
TwIDAQAB
-----END PUBLIC KEY-----
`;

/** Edits of the site's entrance and of CloudFront. */
export const EDGE_EDITS: EnvironmentEdits = {
  "edge.domain": {
    retained: "replaces stateless",
    note: "The records of the old name go: links to it lead nowhere.",
    edit: ({ edge }) => {
      edge.domain = `school.${edge.zone.name}`;
    },
  },
  "edge.zone.kind": {
    retained: "never",
    disposable: "loses data",
    note: "It would delete the zone, with its name servers and every record.",
    edit: ({ edge }) => {
      edge.zone = { kind: "looked-up", name: "lms.example.com" };
    },
  },
  "edge.zone.name": {
    retained: "never",
    note: "As `edge.zone.kind`.",
    edit: ({ edge }) => {
      edge.zone.name = "example.com";
    },
  },
  "edge.zone.dnssec": {
    retained: "replaces stateless",
    note: "Signed, with two alarms: the composite alarms are made anew. To end it, remove the DS record from the parent zone two days before.",
    edit: ({ edge }) => {
      if (edge.zone.kind === "created") edge.zone.dnssec = "signed";
    },
  },
  "edge.originVerifyVersion": {
    retained: "in place",
    note: "By one. The load balancer knows the new value before CloudFront sends it.",
    edit: ({ edge }) => {
      edge.originVerifyVersion += 1;
    },
  },
  "edge.originVerifyVersion: raised by two": {
    retained: "never",
    note: "CloudFront would be refused for minutes: one after the other, each applied.",
    edit: ({ edge }) => {
      edge.originVerifyVersion += 2;
    },
  },
  "edge.firewall: turned off": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go): the logs of both web ACLs are named. From then on nobody filters what CloudFront and the load balancer get.",
    edit: ({ edge }) => {
      edge.firewall = "none";
    },
  },
  "edge.firewall: turned on": {
    retained: "in place",
    edit: ({ edge }) => {
      if (edge.firewall !== "none") throw new Absent("a firewall is turned on where there is none");
      edge.firewall = {
        mode: "block",
        blockedCountries: "none",
        botControl: "none",
        requestsPerAddress: 5000,
        loginsPerAddress: 200,
      };
    },
  },
  "edge.firewall.mode": {
    retained: "in place",
    edit: (environment) => {
      firewall(environment).mode = "count";
    },
  },
  "edge.firewall.blockedCountries": {
    retained: "in place",
    edit: (environment) => {
      firewall(environment).blockedCountries = ["KP"];
    },
  },
  "edge.firewall.botControl": {
    retained: "in place",
    edit: (environment) => {
      firewall(environment).botControl = "common";
    },
  },
  "edge.firewall.requestsPerAddress": {
    retained: "in place",
    edit: (environment) => {
      firewall(environment).requestsPerAddress = 60000;
    },
  },
  "edge.firewall.loginsPerAddress": {
    retained: "in place",
    edit: (environment) => {
      firewall(environment).loginsPerAddress = 3000;
    },
  },
  "distribution.priceClass": {
    retained: "in place",
    edit: ({ distribution }) => {
      distribution.priceClass = "PriceClass_100";
    },
  },
  "distribution.realTimeMetrics": {
    retained: "replaces stateless",
    note: "Turned on: `in place`.",
    edit: ({ distribution }) => {
      distribution.realTimeMetrics = "off";
    },
  },
  "distribution.ltiFrameOrigins": {
    retained: "in place",
    edit: ({ distribution }) => {
      distribution.ltiFrameOrigins.push("https://moodle.example.edu");
    },
  },
  "distribution.coursePackages": {
    retained: "in place",
    note: "To `own-host`: [packages below `/static/` run no more](#course-packages-move-to-their-host).",
    edit: ({ distribution }) => {
      distribution.coursePackages = "moving";
    },
  },
  "distribution.mediaSigningKeys.*": {
    retained: "never",
    note: "A key keeps its name. Add the other one under a name of its own.",
    edit: ({ distribution }) => {
      distribution.mediaSigningKeys = { "2026": OTHER_KEY };
    },
  },
  "distribution.mediaSigningKeys: one added": {
    retained: "in place",
    edit: ({ distribution }) => {
      distribution.mediaSigningKeys["2027"] = OTHER_KEY;
    },
  },
  "distribution.mediaSigningKeys: one removed": {
    retained: "in steps",
    disposable: "loses data",
    note: "[A signing key that goes](#a-signing-key-that-goes).",
    edit: ({ distribution }) => {
      distribution.mediaSigningKeys = { "2027": OTHER_KEY };
    },
  },
};
