// The text of a message, with links and a subset of Markdown. It becomes elements, never HTML.

import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root["children"][number];

/** Disabled constructs, which would hide or enlarge a part of the text: a `#`, a `1.`, a `>`, a tag. */
const DISABLED = [
  "headingAtx",
  "setextUnderline",
  "thematicBreak",
  "list",
  "blockQuote",
  "codeIndented",
  "htmlFlow",
  "htmlText",
  "definition",
  "labelStartImage",
  "characterReference",
];

const OPTIONS: Parameters<typeof fromMarkdown>[1] = {
  extensions: [gfmAutolinkLiteral(), { disable: { null: DISABLED } }],
  mdastExtensions: [gfmAutolinkLiteralFromMarkdown()],
};

/** A text with more Markdown characters is not parsed: that would take long. */
const MAX_MARKS = 400;

export function RichText({ text }: { text: string }) {
  const root = useMemo(() => parse(text), [text]);
  if (!root) return <p class="text">{text}</p>;
  return <div class={isFewEmoji(text) ? "text emoji" : "text"}>{childrenOf(root, text)}</div>;
}

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a text is one to three emoji and nothing else. */
function isFewEmoji(text: string): boolean {
  if (text.length > 60) return false;
  const found = [...characters.segment(text.trim())].map(({ segment }) => segment);
  const isEmoji = (each: string) =>
    /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u.test(each);
  return found.length > 0 && found.length <= 3 && found.every(isEmoji);
}

/** Returns undefined for a text to be shown unparsed. */
function parse(text: string): Root | undefined {
  if ((text.match(/[*_`[\]]/g)?.length ?? 0) > MAX_MARKS) return undefined;
  return fromMarkdown(text, OPTIONS);
}

const childrenOf = ({ children }: { children: readonly Node[] }, text: string) =>
  children.map((node, index) => <Piece key={index} node={node} text={text} />);

function Piece({ node, text }: { node: Node; text: string }): ComponentChildren {
  if (node.type === "text") return node.value;
  if (node.type === "break") return <br />;
  if (node.type === "inlineCode") return <code>{node.value}</code>;
  if (node.type === "code") {
    // A wide block scrolls: focusable, so that the arrow keys scroll it.
    return (
      <pre tabIndex={0} role="region" aria-label="Code">
        <code>{node.value}</code>
      </pre>
    );
  }
  if (!("children" in node)) {
    // Shown as it was written.
    return text.slice(node.position?.start.offset, node.position?.end.offset);
  }
  const children = childrenOf(node, text);
  if (node.type === "paragraph") return <p>{children}</p>;
  if (node.type === "emphasis") return <em>{children}</em>;
  if (node.type === "strong") return <strong>{children}</strong>;
  if (node.type !== "link" || !isSafe(node.url)) return children;
  return (
    <a href={node.url} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

const isSafe = (url: string): boolean =>
  URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
