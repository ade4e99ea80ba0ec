/**
 * Starts the run of main that plans the roots which wait for what this one has applied: also where a later environment was declined
 * or has failed, which keeps nobody else waiting. Each such run has applied something, so they come to an end.
 */
def call() {
  if (env.BRANCH_NAME == 'main' && env.APPLIED && env.CHANGED.tokenize().contains('again')) {
    build(job: "/${env.JOB_NAME}", wait: false)
  }
}
