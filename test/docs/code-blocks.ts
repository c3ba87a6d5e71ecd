// The code of a page of docs/, to be run as it stands.

import { readFileSync } from "node:fs";

/** The blocks of a language on a page, in their order. */
export function codeBlocks(page: string, language: string): string[] {
  const markdown = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  const blocks = markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.+?)^\`\`\`$`, "gms"));
  return Array.from(blocks, ([, code = ""]) => code);
}

/** The one block of a language that has a text in it. Throws if there are none, or more. */
export function codeBlock(page: string, language: string, text: string): string {
  const found = codeBlocks(page, language).filter((code) => code.includes(text));
  const [block] = found;
  if (block === undefined || found.length > 1) {
    throw new Error(`${page} has ${found.length} blocks of ${language} with "${text}", not one.`);
  }
  return block;
}
