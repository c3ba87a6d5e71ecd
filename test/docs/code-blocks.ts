// Reads the code blocks of a page of docs/, to run them unchanged.

import { readFileSync } from "node:fs";

/** All code blocks of a language on a page of docs/, in order. */
export function codeBlocks(page: string, language: string): string[] {
  const markdown = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  const blocks = markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.+?)^\`\`\`$`, "gms"));
  return Array.from(blocks, ([, code = ""]) => code);
}

/** The only code block of a language that contains a text. Throws if there is none or more than one. */
export function codeBlock(page: string, language: string, text: string): string {
  const found = codeBlocks(page, language).filter((code) => code.includes(text));
  const [block] = found;
  if (block === undefined || found.length > 1) {
    throw new Error(`${page} has ${found.length} blocks of ${language} with "${text}", not one.`);
  }
  return block;
}
