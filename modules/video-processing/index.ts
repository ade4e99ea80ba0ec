// Transcoding of uploaded videos.

export type { TranscoderMetrics } from "./metrics";
export { VideoProcessing, type VideoProcessingProps } from "./video-processing";
export type { VideoSettings } from "./video-settings";
