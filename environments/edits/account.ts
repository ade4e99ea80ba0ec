import { type EnvironmentEdits, leaveRecovery, recovery, turnRecoveryOn } from "./edit";

/** Edits of the account and of the second region. */
export const ACCOUNT_EDITS: EnvironmentEdits = {
  name: {
    retained: "never",
    note: "It is part of every name and address. Make a new environment beside it.",
    edit: (environment) => {
      environment.name = "prod2";
    },
  },
  account: { retained: "never", note: "Terraform refuses to work in another. Make a new environment beside it." },
  region: {
    retained: "never",
    note: "Make a new environment beside it.",
    edit: (environment) => {
      environment.region = "eu-west-1";
    },
  },
  stateBucket: { retained: "never", note: "The state of every root is in it; the lock of each names it." },
  owner: {
    retained: "in place",
    note: "Nodes that run keep the old tag until they are replaced.",
    edit: (environment) => {
      environment.owner = "lms-operations";
    },
  },
  costCenter: {
    retained: "in place",
    note: "Nodes that run keep the old tag until they are replaced.",
    edit: (environment) => {
      environment.costCenter = "lms-production";
    },
  },
  dataProtection: {
    retained: "in steps",
    disposable: "in place",
    note: "prod must stay `retained`. Elsewhere it is part of [taking the environment down](#taking-an-environment-down-for-good).",
    edit: (environment) => {
      environment.dataProtection = "disposable";
    },
  },
  logRetentionDays: {
    retained: "in place",
    note: "A shorter one deletes older events.",
    edit: (environment) => {
      environment.logRetentionDays = 400;
    },
  },
  recovery: {
    retained: "in steps",
    disposable: "loses data",
    note: "[A second region](#a-second-region) tells the steps.",
    edit: leaveRecovery,
  },
  "recovery: turned on": {
    retained: "in place",
    note: "As [a second region](#a-second-region) tells.",
    edit: (environment) => turnRecoveryOn(environment, "eu-west-1"),
  },
  "recovery.leaving": { retained: "in steps", note: "[A second region](#a-second-region) tells when it is there." },
  "recovery.region": {
    retained: "in steps",
    note: "Leave the one, then turn the other on.",
    edit: (environment) => {
      recovery(environment).region = "eu-central-1";
      recovery(environment).zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
      recovery(environment).database.instances = { "eu-central-1a": "standby", "eu-central-1b": "reader" };
      environment.storage.learnerDataRegions = ["eu-central-1"];
    },
  },
  "recovery.cidr": {
    retained: "in steps",
    disposable: "never",
    note: "Leave the region, and turn it on with the other block.",
    edit: (environment) => {
      recovery(environment).cidr = "10.99.0.0/16";
    },
  },
  "recovery.zones: one removed": {
    retained: "in steps",
    disposable: "replaces stateless",
    note: "Not while an instance is in it.",
    edit: (environment) => {
      recovery(environment).zones.pop();
    },
  },
  "recovery.application": {
    retained: "in place",
    note: "[An application that stands by](disaster-recovery.md#an-application-that-stands-by) tells what to do before.",
    edit: (environment) => {
      recovery(environment).application = "pilot-light";
    },
  },
  "recovery.application: warm-standby": {
    retained: "in place",
    note: "As `recovery.application`; where services have releases, by way of `pilot-light`.",
    edit: (environment) => {
      recovery(environment).application = "warm-standby";
    },
  },
  "recovery.application: back to pilot-light": {
    retained: "in steps",
    drilled: true,
    note: "As [NAT gateways that go](#nat-gateways-that-go), where home has one per zone; then [lower it](disaster-recovery.md#a-pilot-light-is-lowered).",
  },
  "recovery.application: back to none": {
    retained: "in steps",
    drilled: true,
    note: "What stands by is destroyed before, as [its page](disaster-recovery.md#an-application-that-stands-by) tells.",
  },
  "recovery.database.activeRegion": {
    retained: "in steps",
    disposable: "in steps",
    unrefused: true,
    note: "It follows [a failover](disaster-recovery.md), and makes none.",
    edit: (environment) => {
      recovery(environment).database.activeRegion = "recovery";
    },
  },
  "recovery.database.instances.*": {
    retained: "in place",
    edit: (environment) => {
      recovery(environment).database.instances = { "eu-west-1a": "standby", "eu-west-1b": "standby" };
    },
  },
  "recovery.database.masterPasswordVersion": {
    retained: "replaces stateless",
    note: "The version of the secret's value; the secret stays.",
    edit: (environment) => {
      recovery(environment).database.masterPasswordVersion += 1;
    },
  },
};
