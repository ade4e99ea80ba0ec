import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import type { Storage } from "./storage";

/** Path of the maintenance page; without its first slash, its key in the static assets. */
export const MAINTENANCE_PATH = "/maintenance/index.html";

/** Maintenance page. It loads nothing: other files may be out of reach, too. */
export const MAINTENANCE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Back soon</title>
<style>
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { display: grid; min-height: 100vh; margin: 0; place-items: center; }
main { max-width: 34rem; padding: 2rem; }
</style>
</head>
<body>
<main>
<h1>We will be back soon</h1>
<p>The learning platform cannot be reached right now. What you have handed in is safe. Please try again in a few
minutes.</p>
</main>
</body>
</html>
`;

/**
 * Maintenance page that visitors see while the load balancer does not answer: an object of the static assets, and of their
 * replica if there is one.
 */
export class MaintenancePage extends S3Object {
  constructor(scope: Construct, id: string, { storage }: { readonly storage: Storage }) {
    const { staticAssets, replication } = storage;
    super(scope, id, {
      bucket: staticAssets.bucket.id,
      key: MAINTENANCE_PATH.slice(1),
      content: MAINTENANCE_PAGE,
      contentType: "text/html; charset=utf-8",
      // CloudFront caches it for five minutes; a browser asks again at once, since the site may be back.
      cacheControl: "no-cache, s-maxage=300",
      // An object that is written earlier is encrypted otherwise, has no versions, or no copy.
      dependsOn: [
        staticAssets.encryption,
        staticAssets.versioning,
        ...(replication === undefined ? [] : [replication.rules["static-assets"]]),
      ],
    });
  }
}
