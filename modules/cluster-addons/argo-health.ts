/**
 * The health of an Application, which Argo CD leaves out since 1.8: without it a sync wave would not wait for the
 * applications of the one before.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
export const APPLICATION_HEALTH = `
local health = { status = "Progressing", message = "Waiting for its first status" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  health.status = obj.status.health.status
  health.message = obj.status.health.message or ""
end
return health
`.trimStart();

/**
 * A TargetGroupBinding is in place when its controller has seen the latest of it.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
 */
export const TARGET_GROUP_BINDING_HEALTH = `
local health = { status = "Progressing", message = "Waiting for the AWS Load Balancer Controller" }
if obj.status ~= nil and obj.status.observedGeneration == obj.metadata.generation then
  health.status = "Healthy"
  health.message = "Bound"
end
return health
`.trimStart();
