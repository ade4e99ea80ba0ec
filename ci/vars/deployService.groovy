/** Deploys the build's image of SERVICE to the stage's environment, and waits until it works there. */
def call() {
  prepareWorkspace()
  // Before the push: the end of the pipeline takes back what is named here, whatever becomes of this agent.
  env.DEPLOYING = env.ENVIRONMENT
  env.DELIVERY = 'none'
  withCredentials([sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE')]) {
    env.DELIVERY = sh(script: 'node scripts/run.js ci/scripts/set-image.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG" --approved "$PLATFORM_COMMIT" --approver "$APPROVER" --key-file "$GIT_KEY_FILE"', returnStdout: true).trim()
  }
  withRole("${env.ENVIRONMENT}/deployer") {
    sh 'node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG" --delivery "$DELIVERY"'
  }
  sh 'node scripts/run.js ci/scripts/smoke-test.ts --environment "$ENVIRONMENT" --suite "$SERVICE" --tag "$IMAGE_TAG"'
  env.DEPLOYING = 'nothing'
}
