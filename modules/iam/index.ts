// Identities of people, pipelines and pods, and what each may do.

export { AccessRoles, type AccessRolesProps, BoundaryOnEveryRole } from "./access-roles";
export {
  type AccessSettings,
  accessProblems,
  accessSettings,
  type PipelineTrust,
  pipelineIdentity,
  shareIdentity,
} from "./access-settings";
export { ImagePublisher, type ImagePublisherProps } from "./image-publisher";
export { PodIdentities, type PodIdentitiesProps } from "./pod-identities";
export { POD_IDENTITIES, type PodIdentityName } from "./pod-identity-table";
