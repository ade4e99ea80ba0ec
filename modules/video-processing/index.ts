// Transcoding of uploaded videos with MediaConvert.

export type { TranscoderMetrics } from "./metrics";
export { VideoProcessing, type VideoProcessingProps } from "./video-processing";
export { type VideoSettings, videoSettings } from "./video-settings";
