// Renders the pictures of the documents: Graphviz sources in this folder become SVGs for light and dark pages in
// docs/images/.

import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { instance } from "@viz-js/viz";

const SOURCES = new URL("./", import.meta.url);
export const PICTURES_FOLDER = fileURLToPath(new URL("../docs/images/", import.meta.url));

/** The colors that replace `$name` in a source, by theme. */
const THEMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  light: { ink: "#1f2328", quiet: "#59636e", line: "#818b98", box: "#f6f8fa", mark: "#ddf4ff" },
  dark: { ink: "#f0f6fc", quiet: "#9198a1", line: "#656c76", box: "#151b23", mark: "#0c2d6b" },
};

/**
 * Renders every source in each theme. Resolves to the SVGs by file name. Throws if Graphviz cannot parse a source, or
 * if a source uses an unknown color.
 */
export async function renderPictures(): Promise<ReadonlyMap<string, string>> {
  const viz = await instance();
  const pictures = new Map<string, string>();
  for (const file of (await readdir(SOURCES)).filter((name) => name.endsWith(".dot")).sort()) {
    const source = await readFile(new URL(file, SOURCES), "utf8");
    for (const [theme, colors] of Object.entries(THEMES)) {
      const dot = source.replace(/\$([a-z]+)/g, (_, name: string) => colorOf(colors, name, file));
      pictures.set(
        file.replace(".dot", `-${theme}.svg`),
        drawn(viz.renderString(dot, { format: "svg" })),
      );
    }
  }
  return pictures;
}

// The reader's font is unknown, and fonts differ in width by a sixth: the text is smaller than its boxes allow.
const drawn = (svg: string): string =>
  svg.replace(
    /font-size="([\d.]+)"/g,
    (_, size: string) => `font-size="${(Number(size) * 0.82).toFixed(1)}"`,
  );

function colorOf(colors: Readonly<Record<string, string>>, name: string, file: string): string {
  const color = colors[name];
  if (color === undefined) throw new Error(`${file}: there is no color ${name}.`);
  return color;
}
