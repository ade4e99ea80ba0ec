/** Something that took too long. */
export class TimedOut extends Error {
  constructor(seconds: number) {
    super(`no end within ${seconds} s`);
  }
}

/**
 * Runs an action with a time limit: the signal that it gets is aborted when the time is over, or with `signal`. The timer is
 * one of its own, for `AbortSignal.any` lets go of an `AbortSignal.timeout` before it fires.
 * @see https://github.com/nodejs/node/issues/57736
 * @throws TimedOut when the action ended for that
 */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  action: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = () => controller.abort();
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, milliseconds);
  try {
    return await action(controller.signal);
  } catch (error) {
    throw late && !signal.aborted ? new TimedOut(milliseconds / 1000) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
