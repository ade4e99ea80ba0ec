/** Key of the page that people get who were refused. */
export const BLOCKED_PAGE_KEY = "blocked";

/**
 * Answer of the firewall: 403 with the page. By the header a script of the site tells it from a 403 of the application, and
 * can keep what was written.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html
 */
export const BLOCKED = {
  CustomResponse: {
    ResponseCode: 403,
    CustomResponseBodyKey: BLOCKED_PAGE_KEY,
    ResponseHeaders: [
      { Name: "x-blocked-by", Value: "firewall" },
      { Name: "cache-control", Value: "no-store" },
    ],
  },
} as const;
