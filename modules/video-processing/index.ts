// Transcoding of uploaded videos with MediaConvert.

export { VideoProcessing, type VideoProcessingProps } from "./video-processing";
export type { VideoSettings } from "./video-settings";
