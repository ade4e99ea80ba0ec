/** Key of the page that people get who were refused. */
export const BLOCKED_PAGE_KEY = "blocked";

/**
 * Answer of the firewall: 403 with the page. By the header a script of the site tells it from a 403 of the application, and
 * can keep what was written.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html
 */
export const BLOCKED = {
  custom_response: {
    response_code: 403,
    custom_response_body_key: BLOCKED_PAGE_KEY,
    response_header: [
      { name: "x-blocked-by", value: "firewall" },
      { name: "cache-control", value: "no-store" },
    ],
  },
} as const;
