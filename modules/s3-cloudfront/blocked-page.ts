import { createHash } from "node:crypto";

/** Path that the firewall refuses and logs always: the id of a request to it is what a refused person tells support. */
export const SUPPORT_ID_PATH = "/support-id";

/**
 * Script of the page. The firewall's answers are the same for all; the id of a request is a header that CloudFront adds,
 * which a script can read of a request that it makes itself.
 */
const SCRIPT = `fetch("${SUPPORT_ID_PATH}", { cache: "no-store" }).then((answer) => {
  const id = answer.headers.get("x-amz-cf-id");
  if (id) document.getElementById("id").textContent = id;
});`;

/** Source of the script in a content security policy. */
export const BLOCKED_PAGE_SCRIPT = `'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`;

/** Page that people see whose request the firewall refused. It loads nothing: they may be refused that, too. */
export const BLOCKED_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Not let through</title>
<style>
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { display: grid; min-height: 100vh; margin: 0; place-items: center; }
main { max-width: 34rem; padding: 2rem; }
#id { overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>This was not let through</h1>
<p>The protection of the learning platform took your request for an attack. Nothing of it was saved. Go back, and copy what
you have written to a safe place before you try again.</p>
<p>If it happens again, tell your support this id, what you were doing, and when:</p>
<p><strong id="id">no id, the time is enough</strong></p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
