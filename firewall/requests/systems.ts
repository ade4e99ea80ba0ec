import { passes, type RequestGroup } from "../request";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_BODY = { "content-type": "application/json" };

const TOKEN = `eyJhbGciOiJSUzI1NiJ9.${"c2lnbmVk".repeat(120)}.c2ln`;

/** Other systems that the LMS works with: learning tools, identity providers, programs of schools. */
export const SYSTEMS: RequestGroup = {
  name: "Tools and sign-on",
  requests: [
    passes("LTI 1.3: the start of a launch, from another site", {
      method: "POST",
      url: "/api/identity/lti/login",
      headers: { ...FORM, origin: "https://canvas.example.edu" },
      body: {
        text: "iss=https%3A%2F%2Fcanvas.example.edu&login_hint=7&target_link_uri=https%3A%2F%2Flms.example.com%2Fcourses%2F7",
      },
    }),
    passes("LTI 1.3: the launch with a token of 12 KB", {
      method: "POST",
      url: "/api/identity/lti/launch",
      headers: { ...FORM, origin: "https://canvas.example.edu" },
      body: { text: `id_token=${TOKEN}&state=x`, bytes: 12_000 },
    }),
    passes("LTI 1.3: the authorization with hints of 3 KB in the query", {
      url: `/api/identity/lti/authorize?client_id=1&lti_message_hint=${TOKEN}${TOKEN}${TOKEN}`,
    }),
    passes("LTI 1.3: a tool's server asks for a token, without User-Agent", {
      method: "POST",
      url: "/api/identity/token",
      headers: { ...FORM, "user-agent": undefined },
      body: { text: `grant_type=client_credentials&client_assertion=${TOKEN}` },
      from: { kind: "cloud" },
    }),
    passes("LTI 1.3 in Moodle: the launch", {
      method: "POST",
      url: "/enrol/lti/launch.php",
      headers: FORM,
      body: { text: `id_token=${TOKEN}`, bytes: 11_000 },
    }),
    passes("OIDC: the form that an identity provider posts", {
      method: "POST",
      url: "/api/identity/oidc/callback",
      headers: { ...FORM, origin: "https://login.example.edu" },
      body: { text: `id_token=${TOKEN}&code=abc&state=x`, bytes: 10_000 },
    }),
    passes("OIDC: the return with a code in the query", {
      url: "/api/identity/oidc/callback?code=0.AX&state=eyJyIjoiL2NvdXJzZXMifQ==&session_state=1-2",
    }),
    passes("SAML: a response of 20 KB", {
      method: "POST",
      url: "/api/identity/saml/acs",
      headers: { ...FORM, origin: "https://idp.example.edu" },
      body: { text: `SAMLResponse=${"PHNhbWxwOlJlc3BvbnNl".repeat(50)}&RelayState=%2Fcourses`, bytes: 20_000 },
    }),
    passes("SAML: a signed logout of 3 KB in the query", {
      url: `/api/identity/saml/slo?SAMLRequest=${"fZJNT8Mw".repeat(360)}&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256`,
    }),
    passes("SAML in Moodle: a response of 16 KB", {
      method: "POST",
      url: "/auth/saml2/sp/saml2-acs.php/idp",
      headers: FORM,
      body: { text: `SAMLResponse=${"PHNhbWxwOlJlc3BvbnNl".repeat(50)}`, bytes: 16_000 },
    }),
    passes("a school's program reads grades by the API", {
      url: "/api/assessments/grades?filter=status%3D'active'&limit=100",
      headers: { "user-agent": "python-requests/2.32", authorization: "Bearer x" },
      from: { kind: "cloud" },
    }),
    passes("a mobile app", { url: "/api/courses/7", headers: { "user-agent": "LmsApp/3 okhttp/4.12" } }),
    passes("a search engine", {
      url: "/courses",
      headers: { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" },
    }),
    passes("a monitor asks for the health", {
      url: "/healthz",
      headers: { "user-agent": "Amazon-Route53-Health-Check" },
    }),
    passes("the preflight of an upload", {
      method: "OPTIONS",
      url: "/api/media/uploads",
      headers: { origin: "https://studio.lms.example.com", "access-control-request-method": "POST" },
    }),
    passes("a webhook of the payment provider", {
      method: "POST",
      url: "/api/enrolments/payments/webhook",
      headers: { ...JSON_BODY, "user-agent": "Provider/1.0" },
      body: { text: '{"type": "paid", "id": "pi_1"}' },
      from: { kind: "cloud" },
    }),
  ],
};
