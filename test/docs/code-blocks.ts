// The code of a page of docs/, to be run as it stands.

import { readFileSync } from "node:fs";

/** The blocks of a language on a page, in their order. */
export function codeBlocks(page: string, language: string): string[] {
  const markdown = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  const blocks = markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.+?)^\`\`\`$`, "gms"));
  return Array.from(blocks, ([, code = ""]) => code);
}

/** The one block of a language that has a text in it. Throws if there is none, or more than one. */
export function codeBlock(page: string, language: string, text: string): string {
  const [block, ...others] = codeBlocks(page, language).filter((code) => code.includes(text));
  if (block === undefined || others.length > 0) {
    throw new Error(`${page} has not one, but ${others.length} or no blocks with ${text}`);
  }
  return block;
}
