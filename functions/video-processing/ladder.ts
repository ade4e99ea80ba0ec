/** One rendition of a video: its picture, and the most that its streams may take. */
export interface Rung {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly maxVideoKbps: number;
  readonly audioKbps: number;
}

/**
 * The renditions to choose a ladder from, widest first: 16:9, H.264, with bit rates for recorded lectures, where faces
 * and slides move little.
 * @see https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices
 */
export const RUNGS = {
  "2160p": { widthPx: 3840, heightPx: 2160, maxVideoKbps: 14_000, audioKbps: 128 },
  "1080p": { widthPx: 1920, heightPx: 1080, maxVideoKbps: 5000, audioKbps: 128 },
  "720p": { widthPx: 1280, heightPx: 720, maxVideoKbps: 2500, audioKbps: 128 },
  "540p": { widthPx: 960, heightPx: 540, maxVideoKbps: 1400, audioKbps: 96 },
  "360p": { widthPx: 640, heightPx: 360, maxVideoKbps: 700, audioKbps: 64 },
} as const satisfies Record<string, Rung>;

export type RungName = keyof typeof RUNGS;

/** How wide the picture of an upload may be expected to be, in pixels. */
export const SOURCE_CLASSES = { hd: 1280, "full-hd": 1920, "ultra-hd": 3840 } as const;

export type SourceClass = keyof typeof SOURCE_CLASSES;

/**
 * The rungs of a ladder that a source is made into: none is wider than it, since enlarging costs and adds nothing. A
 * source that is smaller than all of them becomes the narrowest.
 */
export function rungsFor(ladder: readonly RungName[], longSidePx: number): RungName[] {
  const widestFirst = [...ladder].sort((one, other) => RUNGS[other].widthPx - RUNGS[one].widthPx);
  const fitting = widestFirst.filter((name) => RUNGS[name].widthPx <= longSidePx);
  return fitting.length > 0 ? fitting : widestFirst.slice(-1);
}

/**
 * Checks a ladder.
 * @returns every problem at once, `[]` when there is none
 */
export function ladderProblems(ladder: readonly string[], sourceClass: SourceClass): string[] {
  const widest = SOURCE_CLASSES[sourceClass];
  if (ladder.length === 0) return ["ladder: must have at least one rung, got []; without one nothing can be watched"];
  if (new Set(ladder).size < ladder.length) {
    return [`ladder: must name each rung once, got ${JSON.stringify(ladder)}; remove the repeated one`];
  }
  return ladder.flatMap((name) => {
    if (!isRungName(name)) {
      const known = Object.keys(RUNGS).join(", ");
      return [`ladder: must be rungs of ${known}, got ${JSON.stringify(name)}; add it to the table`];
    }
    if (RUNGS[name].widthPx <= widest) return [];
    return [
      `ladder: must have no rung wider than the ${widest} pixels of sourceClass ${JSON.stringify(sourceClass)}, ` +
        `got ${JSON.stringify(name)}; remove it or expect wider sources`,
    ];
  });
}

/** Whether a text names a rung. */
export function isRungName(name: string): name is RungName {
  return Object.hasOwn(RUNGS, name);
}
