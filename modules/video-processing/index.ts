// Transcoding of uploaded videos.

export { VideoProcessing, type VideoProcessingProps } from "./video-processing";
export type { VideoSettings } from "./video-settings";
