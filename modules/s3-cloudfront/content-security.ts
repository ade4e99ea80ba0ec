/** Who embeds the LMS, and whom its pages talk to. */
export interface SecuritySources {
  /** The site's own origins, `https://lms.example.com`. */
  readonly siteOrigins: readonly string[];
  /** Origins whose pages may show the LMS in a frame. */
  readonly ltiFrameOrigins: readonly string[];
  /** Origin of the bucket that browsers upload to. */
  readonly uploadOrigin: string;
}

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * The content security policy of the application's pages: scripts of its own only. An LMS shows learning tools of any
 * origin in frames and sends forms to them (LTI), shows pictures from anywhere in what its teachers write, and uploads to
 * the bucket. A page with stricter needs sends its own policy, which stays.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export function applicationSecurity(sources: SecuritySources): string {
  return policy({
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", "https:"],
    "font-src": ["'self'", "data:"],
    "media-src": ["'self'", "blob:"],
    "connect-src": ["'self'", sources.uploadOrigin],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["'self'", "https:"],
    "form-action": ["'self'", "https:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ancestors(sources),
    "upgrade-insecure-requests": [],
  });
}

/**
 * The policy of static assets. Courses bring packages (SCORM, H5P) that are full of inline scripts and evaluate code; they
 * may, in a frame of the LMS, but load and send nothing beyond the site.
 */
export function courseSecurity(sources: SecuritySources): string {
  return policy({
    "default-src": ["'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"],
    "form-action": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ancestors(sources),
  });
}

/** The policy of media: what learners have uploaded is shown or played, and never run. */
export function mediaSecurity(sources: SecuritySources): string {
  return policy({
    "default-src": ["'none'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "object-src": ["'self'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ancestors(sources),
  });
}

function ancestors({ siteOrigins, ltiFrameOrigins }: SecuritySources): string[] {
  return ["'self'", ...siteOrigins, ...ltiFrameOrigins];
}

function policy(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
