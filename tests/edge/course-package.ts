/**
 * Launcher of a SCORM 1.2 package, a page beside it: the object that packages look for in the frames around them, and what
 * is set there sent to the page of the LMS, whose origin is in the fragment.
 */
export const LAUNCHER = `<!doctype html>
<meta charset="utf-8">
<title>Launcher</title>
<style>body { margin: 0; } iframe { border: 0; width: 100%; height: 100vh; }</style>
<iframe id="package" title="Course package"></iframe>
<script>
const lms = decodeURIComponent(location.hash.slice(1));
let data = {};
const send = (message) => parent.postMessage(message, lms);
window.API = {
  LMSInitialize: () => "true",
  LMSGetValue: (name) => data[name] ?? "",
  LMSSetValue: (name, value) => { data[name] = String(value); return "true"; },
  LMSCommit: () => { send({ kind: "commit", data }); return "true"; },
  LMSFinish: () => { send({ kind: "finish", data }); return "true"; },
  LMSGetLastError: () => "0",
  LMSGetErrorString: () => "",
  LMSGetDiagnostic: () => "",
};
addEventListener("message", (event) => {
  if (event.origin !== lms || event.source !== parent || event.data.kind !== "start") return;
  data = event.data.data;
  document.getElementById("package").src = "index.html";
});
send({ kind: "ready" });
</script>
`;

/** A package that does what it should, and then all that it should not be able to. */
export const PACKAGE = `<!doctype html>
<meta charset="utf-8">
<title>Golf</title>
<style>body { font-family: sans-serif; padding: 1rem; }</style>
<h1>Golf, a course package</h1>
<ul id="report"></ul>
<script>
const report = (text) => { document.getElementById("report").append(Object.assign(document.createElement("li"), { textContent: text })); };
const api = parent.API;
api.LMSInitialize("");
report("learner: " + api.LMSGetValue("cmi.core.student_name"));
api.LMSSetValue("cmi.core.score.raw", "90");
api.LMSCommit("");
async function tryAll() {
  const tried = {};
  tried.fetch = await fetch("https://lms.example.com/api/me", { credentials: "include", mode: "no-cors" }).then(() => "sent", () => "refused");
  tried.picture = await new Promise((done) => {
    const picture = new Image();
    picture.onload = picture.onerror = () => done(performance.getEntriesByName(picture.src).length > 0 && picture.naturalWidth > 0 ? "shown" : "refused");
    picture.src = "https://lms.example.com/api/me.png";
  });
  try { tried.page = top.document.title; } catch { tried.page = "refused"; }
  try { top.location = "https://evil.example"; tried.navigation = "led away"; } catch { tried.navigation = "refused"; }
  tried.cookies = document.cookie === "" ? "none" : document.cookie;
  try { tried.stored = localStorage.getItem("left") ?? "nothing"; localStorage.setItem("left", "by golf"); } catch { tried.stored = "refused"; }
  tried.other = await fetch("/packages/chess-1/index.html").then(({ status }) => status, () => "refused");
  for (const [what, result] of Object.entries(tried)) report(what + ": " + result);
  api.LMSSetValue("tried", JSON.stringify(tried));
  api.LMSFinish("");
}
tryAll();
</script>
`;

/**
 * Launcher of a package that speaks xAPI itself, as cmi5 and xAPI packages do: the learning record store that it is told of is
 * a path of its own host, which a service worker answers with what the page of the LMS says. In a frame of another site a
 * browser may give it none: then the page must show it in a tab of the LMS.
 */
export const XAPI_LAUNCHER = `<!doctype html>
<meta charset="utf-8">
<title>Launcher</title>
<style>body { margin: 0; } iframe { border: 0; width: 100%; height: 100vh; }</style>
<iframe id="package" title="Course package"></iframe>
<script>
const lms = decodeURIComponent(location.hash.slice(1));
navigator.serviceWorker?.addEventListener("message", (event) => {
  parent.postMessage({ kind: "statements", request: event.data }, lms, [event.ports[0]]);
});
addEventListener("message", (event) => {
  if (event.origin !== lms || event.source !== parent || event.data.kind !== "start") return;
  const store = new URL("lrs/" + new URLSearchParams(location.search).get("attempt") + "/", location.href).href;
  const launch = { endpoint: store, fetch: store + "token", ...event.data.data };
  document.getElementById("package").src = "index.html?" + new URLSearchParams(launch);
});
async function begin() {
  await navigator.serviceWorker.register("relay.js");
  await navigator.serviceWorker.ready;
}
begin().then(() => parent.postMessage({ kind: "ready" }, lms), () => parent.postMessage({ kind: "needs-tab" }, lms));
</script>
`;

/** Service worker beside the launcher: it hands requests below `lrs/<attempt>/` to that of the attempt, and answers with what comes back. */
export const RELAY = `
const LRS = new URL("lrs/", self.registration.scope).pathname;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin === location.origin && pathname.startsWith(LRS)) event.respondWith(relayed(event.request));
});
async function relayed(request) {
  const { pathname, search } = new URL(request.url);
  const [attempt, ...rest] = pathname.slice(LRS.length).split("/");
  const launcher = (await clients.matchAll()).find(({ url }) => url.includes("/launcher.html?attempt=" + attempt + "#"));
  if (launcher === undefined) return new Response(null, { status: 503 });
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((done) => { port1.onmessage = (event) => done(event.data); });
  launcher.postMessage({ method: request.method, path: rest.join("/") + search, body: await request.text() }, [port2]);
  const { status, body } = await answered;
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}
`;

/** A cmi5 package: it fetches its token, and sends statements to the store that it is told of. */
export const XAPI_PACKAGE = `<!doctype html>
<meta charset="utf-8">
<title>Chess</title>
<h1>Chess, a cmi5 package</h1>
<p id="report"></p>
<script>
const launch = new URLSearchParams(location.search);
async function run() {
  const { "auth-token": token } = await fetch(launch.get("fetch"), { method: "POST" }).then((answer) => answer.json());
  const statement = { actor: JSON.parse(launch.get("actor")), verb: { id: "http://adlnet.gov/expapi/verbs/completed" }, object: { id: launch.get("activityId") } };
  const headers = { authorization: "Basic " + token, "content-type": "application/json", "x-experience-api-version": "1.0.3" };
  const sent = await fetch(launch.get("endpoint") + "statements?statementId=s1", { method: "PUT", headers, body: JSON.stringify(statement) });
  const before = localStorage.length;
  localStorage.setItem("left", "by chess");
  const outside = await fetch("https://lms.example.com/api/analytics/xapi/statements", { method: "POST", mode: "no-cors" }).then(() => "sent", () => "refused");
  document.getElementById("report").textContent = [sent.status, "stored before: " + before, "outside: " + outside].join(", ");
}
run();
</script>
`;
