// The text of a message: links, and the small kind of Markdown that people write by habit. It becomes elements, never HTML.

import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root["children"][number];

/** Whatever would take away what somebody wrote, or make it larger: a `#`, a `1.`, a `>`, a tag. */
const NOT_IN_A_CHAT = [
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
  extensions: [gfmAutolinkLiteral(), { disable: { null: NOT_IN_A_CHAT } }],
  mdastExtensions: [gfmAutolinkLiteralFromMarkdown()],
};

/** Beyond so many of its characters it is no Markdown, but takes long to find that out. */
const MOST_MARKS = 400;

export function RichText({ text }: { text: string }) {
  const root = useMemo(() => parse(text), [text]);
  if (!root) return <p class="text">{text}</p>;
  return <div class={isFewEmoji(text) ? "text emoji" : "text"}>{childrenOf(root, text)}</div>;
}

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One to three emoji, and nothing else. */
function isFewEmoji(text: string): boolean {
  if (text.length > 60) return false;
  const found = [...characters.segment(text.trim())].map(({ segment }) => segment);
  const isEmoji = (each: string) =>
    /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u.test(each);
  return found.length > 0 && found.length <= 3 && found.every(isEmoji);
}

/** Undefined where it is as it is. */
function parse(text: string): Root | undefined {
  if ((text.match(/[*_`[\]]/g)?.length ?? 0) > MOST_MARKS) return undefined;
  return fromMarkdown(text, OPTIONS);
}

const childrenOf = ({ children }: { children: readonly Node[] }, text: string) =>
  children.map((node, index) => <Piece key={index} node={node} text={text} />);

function Piece({ node, text }: { node: Node; text: string }): ComponentChildren {
  if (node.type === "text") return node.value;
  if (node.type === "break") return <br />;
  if (node.type === "inlineCode") return <code>{node.value}</code>;
  if (node.type === "code") {
    // It can be wider than its place: the arrow keys move it.
    return (
      <pre tabIndex={0} role="region" aria-label="Code">
        <code>{node.value}</code>
      </pre>
    );
  }
  if (!("children" in node)) {
    // As it was written.
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
