/**
 * Checks the commit of this project that the build works with out and installs its packages: the build's own commit, and in a
 * service's pipeline that of main when the build began.
 */
def call() {
  if (env.SERVICE && !env.PLATFORM_COMMIT) {
    env.PLATFORM_COMMIT = 'main'
  }
  if (env.SERVICE) {
    checkout(scmGit(branches: [[name: env.PLATFORM_COMMIT]], userRemoteConfigs: [[url: env.LMS_PLATFORM_URL, credentialsId: 'lms-git-read']]))
    env.PLATFORM_COMMIT = sh(script: 'git rev-parse HEAD', returnStdout: true).trim()
  } else {
    checkout scm
  }
  sh 'npm ci --no-progress'
}
