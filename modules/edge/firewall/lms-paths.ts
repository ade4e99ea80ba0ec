/** Where learners and teachers send files and formatted text: large bodies that may hold markup and code of any kind. */
export const UPLOAD_PATHS = [
  // SCORM and Common Cartridge packages, up to hundreds of megabytes.
  "/api/courses/packages",
  // Lessons, written in an editor that sends HTML.
  "/api/courses/lessons",
  // Essays and answers, which are HTML or source code.
  "/api/assessments/submissions",
  // Small media; large ones go to S3 directly.
  "/api/media/uploads",
] as const;

/** Where identity providers and LTI platforms post signed assertions, which are base64 and often over 8 KB. */
export const ASSERTION_PATHS = ["/api/identity/saml/acs", "/api/identity/lti/launch"] as const;

/** Where passwords and tokens are tried. */
export const LOGIN_PATHS = [
  "/login",
  "/api/identity/login",
  "/api/identity/password-reset",
  "/api/identity/token",
] as const;
