/** Deploys the build's image of SERVICE to the stage's environment, and waits until it works there. */
def call() {
  prepareWorkspace()
  withCredentials([
    sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE'),
    file(credentialsId: "lms-${env.ENVIRONMENT}-argocd-token", variable: 'ARGOCD_TOKEN_FILE')
  ]) {
    sh 'node scripts/run.js ci/scripts/set-image.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG" --key-file "$GIT_KEY_FILE"'
    sh 'node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG" --token-file "$ARGOCD_TOKEN_FILE"'
  }
  sh 'node scripts/run.js ci/scripts/smoke-test.ts --environment "$ENVIRONMENT" --suite "$SERVICE"'
}
