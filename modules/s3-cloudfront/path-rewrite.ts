/**
 * A CloudFront function for requests to a bucket: the keys in it do not begin as the path does, so that
 * `/media/uploads/a.mp4` is the object `uploads/a.mp4`. CloudFront checks a signed URL before, with the path as it was.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const DROP_FIRST_SEGMENT = `function handler(event) {
  const request = event.request;
  request.uri = request.uri.replace(/^\\/[^/]+/, "");
  return request;
}
`;
