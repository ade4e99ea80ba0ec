/** Puts the plans of all environments together, for whoever approves them and for the stages that apply them. */
def call() {
  prepareWorkspace()
  unstash 'synth'
  (env.CHANGED.tokenize() - 'again').each { unstash("review-${it}") }
  env.REVIEW_DIGEST = sh(script: 'node scripts/run.js ci/scripts/plan-review.ts', returnStdout: true).trim()
  stash name: 'reviews', includes: 'reviews/**', excludes: '**/.terraform/**'
  // Not the plans: they hold the sensitive values that the review leaves out.
  archiveArtifacts artifacts: 'reviews/review.md'
  notifySlack('review')
}
