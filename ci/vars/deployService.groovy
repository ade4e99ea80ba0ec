/** Deploys the build's image of SERVICE to the stage's environment, and waits until it works there. */
def call() {
  prepareWorkspace()
  // Before the push: the end of the pipeline takes back what is named here, whatever becomes of this agent.
  env.DEPLOYING = env.ENVIRONMENT
  withCredentials([sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE')]) {
    sh 'node scripts/run.js ci/scripts/set-image.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG" --key-file "$GIT_KEY_FILE"'
  }
  withRole("${env.ENVIRONMENT}/deployer") {
    sh 'node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG"'
  }
  sh 'node scripts/run.js ci/scripts/smoke-test.ts --environment "$ENVIRONMENT" --suite "$SERVICE" --tag "$IMAGE_TAG"'
  env.DEPLOYING = 'nothing'
}
