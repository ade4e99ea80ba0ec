import { writeFileSync } from "node:fs";
import type { Forge } from "./forge";

/** A file in place of a forge, for a run without a pull request. */
export class FileForge implements Forge {
  constructor(private readonly file: string) {}

  async comment(markdown: string): Promise<string> {
    writeFileSync(this.file, markdown);
    return this.file;
  }

  async status(): Promise<void> {}
}
