/**
 * Tells Slack how the build goes: 'success', 'review', 'approval', 'failure', 'aborted', 'rollback' or 'rolled-back'. A Slack
 * that is down stops nothing.
 */
def call(String outcome) {
  catchError(buildResult: 'SUCCESS', stageResult: 'UNSTABLE') {
    withEnv(["OUTCOME=${outcome}", "ABOUT=${env.ABOUT ?: 'before anything was known'}, ${env.ENVIRONMENT ?: env.DEPLOYING ?: 'no environment'}${env.APPROVALS ?: ''}"]) {
      withCredentials([file(credentialsId: 'lms-slack-webhook', variable: 'SLACK_WEBHOOK_FILE')]) {
        sh 'node scripts/run.js ci/scripts/notify-slack.ts --outcome "$OUTCOME" --webhook-file "$SLACK_WEBHOOK_FILE" --about "$ABOUT"'
      }
    }
  }
}
