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
  tried.other = await fetch("/packages/chess-1/index.html").then(({ status }) => status, () => "refused");
  for (const [what, result] of Object.entries(tried)) report(what + ": " + result);
  api.LMSSetValue("tried", JSON.stringify(tried));
  api.LMSFinish("");
}
tryAll();
</script>
`;
