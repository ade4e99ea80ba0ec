import { Failure, Interrupted } from "../failure";

/**
 * Gets a file that a tool is made of, and says so.
 * @param patienceMs milliseconds without a byte after which a server is given up
 * @throws Failure that says why it cannot be had
 */
export async function download(what: string, url: string, signal: AbortSignal, patienceMs: number): Promise<Buffer> {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), patienceMs);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stalled.signal]) });
    if (!response.ok) throw new Failure(`${url} answers ${response.status}`);
    console.error(`${what}: is downloaded, once, from ${url}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      timer.refresh();
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    if (error instanceof Failure) throw error;
    if (stalled.signal.aborted) throw new Failure(`${url} is silent for ${patienceMs / 1000} seconds`);
    const { cause = error } = error as { cause?: unknown };
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Failure(`${url} cannot be read (${code ?? message})`);
  } finally {
    clearTimeout(timer);
  }
}
