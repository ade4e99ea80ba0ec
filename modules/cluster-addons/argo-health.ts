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

/**
 * A HorizontalPodAutoscaler that has no metrics yet of pods that have just started is on its way. Argo CD by itself calls
 * it degraded, and would tell Slack so of most deployments.
 * @see https://github.com/argoproj/argo-cd/issues/6287
 */
export const AUTOSCALER_HEALTH = `
local health = { status = "Progressing", message = "Waiting for the autoscaler" }
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.status == "False" and (condition.type == "AbleToScale" or condition.reason == "InvalidSelector") then
      return { status = "Degraded", message = condition.message }
    end
    if condition.type == "ScalingActive" then
      health.status = condition.status == "True" and "Healthy" or "Progressing"
      health.message = condition.message
    end
  end
end
return health
`.trimStart();
