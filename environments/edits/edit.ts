import type { Environment } from "../environment";

/** Read-only types made writable, all the way down. */
export type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

/** What an edit does to an environment that runs, the mildest first. */
export const EFFECTS = {
  "in place": "AWS changes it while it runs, and nobody notices",
  "replaces stateless": "something that keeps no data goes away, or is made anew",
  "rolls nodes": "nodes are drained and replaced, one group after the other",
  "fails over": "the database or Redis restarts, or another instance takes over: seconds, where there is one",
  "loses data": "what is kept in it is gone",
  "in steps": "refused in one step; the procedure is below",
  never: "refused: AWS cannot change it, or nothing good comes of it",
} as const;

/** Effect of an edit, a word of `EFFECTS`. */
export type Effect = keyof typeof EFFECTS;

/** What the table of edits says of one. */
export interface EditRow {
  /** Effect where data is retained. */
  readonly retained: Effect;
  /** Effect where data is disposable; that where it is retained by default. */
  readonly disposable?: Effect;
  /** What to do instead, or to know. */
  readonly note?: string;
  /** Nothing but this table refuses it: a synth cannot know what AWS has done meanwhile. */
  readonly unrefused?: true;
}

/** One edit of an environment. */
export interface EnvironmentEdit extends EditRow {
  /** Makes the edit in an environment that has what prod has; undefined for what cannot be tried there. */
  readonly edit?: (environment: Writable<Environment>) => void;
  /** Tells that a drill makes it, with the steps around it. */
  readonly drilled?: true;
}

/** One edit of the code that all environments are made of. */
export interface CodeEdit extends EditRow {
  /** The file, below the project. */
  readonly file: string;
  /** Makes the edit in the text of the file. */
  readonly edit: (text: string) => string;
}

/** Edits by what is edited: the path of a setting, or a path with what becomes of its entries. */
export type EnvironmentEdits = Readonly<Record<string, EnvironmentEdit>>;

/** Edits of the code, in words. */
export type CodeEdits = Readonly<Record<string, CodeEdit>>;

/** An edit is not of an environment that lacks what it changes. */
export class Absent extends Error {}

/** The node group of prod that edits are tried on. */
export function general({ cluster }: Writable<Environment>) {
  const group = cluster.nodeGroups.general;
  if (group === undefined) throw new Absent("an edit of the node groups needs one that is called general");
  return group;
}

/** The instances of fixed size that edits are tried on. */
export function provisioned({ database: { capacity } }: Writable<Environment>) {
  if (capacity.kind === "provisioned") return capacity;
  throw new Absent("an edit of the database needs instances of fixed size");
}

/** The serverless instances that edits are tried on. */
export function serverless({ database: { capacity } }: Writable<Environment>) {
  if (capacity.kind === "serverless") return capacity;
  throw new Absent("an edit of serverless instances needs some");
}

/** The scaling of readers that edits are tried on. */
export function readerScaling(environment: Writable<Environment>) {
  const { readerScaling } = provisioned(environment);
  if (readerScaling !== "none") return readerScaling;
  throw new Absent("an edit of the readers needs readers that scale");
}

/** The settings of the firewall that edits are tried on. */
export function firewall({ edge }: Writable<Environment>) {
  if (edge.firewall !== "none") return edge.firewall;
  throw new Absent("an edit of the firewall needs one");
}

/** The nodes of the cache that edits are tried on. */
export function cacheStore({ cache: { cache } }: Writable<Environment>) {
  if (cache !== "with-sessions") return cache;
  throw new Absent("an edit of the cache's nodes needs some");
}

/** The processing of videos that edits are tried on. */
export function video({ video }: Writable<Environment>) {
  if (video !== "none") return video;
  throw new Absent("an edit of the processing of videos needs one");
}

/** The second region that edits are tried on. */
export function recovery({ recovery }: Writable<Environment>) {
  if (recovery !== "none" && !("leaving" in recovery)) return recovery;
  throw new Absent("an edit of the second region needs one");
}

/** Leaves the second region: nothing is copied there any more. */
export function leaveRecovery(environment: Writable<Environment>): void {
  const { storage, backup } = environment;
  environment.recovery = { leaving: recovery(environment).region };
  storage.learnerDataRegions = [];
  for (const rule of [backup.daily, backup.weekly, backup.monthly]) {
    if (rule !== "none") rule.copyRetentionDays = "none";
  }
}

/** Turns a second region on where there is none. */
export function turnRecoveryOn(environment: Writable<Environment>, region: string): void {
  if (environment.recovery !== "none") throw new Absent("a second region is turned on where there is none");
  provisioned(environment);
  environment.recovery = {
    region,
    cidr: "10.9.0.0/16",
    zones: [`${region}a`, `${region}b`, `${region}c`],
    application: "none",
    database: { activeRegion: "home", instances: { [`${region}a`]: "standby" }, masterPasswordVersion: 1 },
  };
  environment.storage.learnerDataRegions = [region];
  environment.database.minorUpgrades = "planned";
  environment.backup.daily.copyRetentionDays = 7;
}
