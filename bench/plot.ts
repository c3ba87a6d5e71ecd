// Figures over time as an SVG, for light and for dark pages.

import { writeFile } from "node:fs/promises";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const THEMES = {
  light: { color: "#1f2328", background: "#ffffff", range: ["#0969da", "#bc4c00", "#1a7f37"] },
  dark: { color: "#e6edf3", background: "#0d1117", range: ["#58a6ff", "#f0883e", "#3fb950"] },
};

/** The chart as SVG text. At most three series are told apart. */
export function svgOf({ title, x, y, series }: Chart, theme: keyof typeof THEMES): string {
  const { document } = parseHTML("<html><body></body></html>") as { document: never };
  const { color, background, range } = THEMES[theme];
  const names = series.map(({ name }) => name);
  const points = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const last = series.flatMap(({ name, points }) => {
    const point = points.at(-1);
    return point ? [{ ...point, name }] : [];
  });
  // The types of the DOM are not those of this program.
  const svg: { setAttribute(name: string, value: string): void; outerHTML: string } = Plot.plot({
    document,
    width: 720,
    height: 320,
    marginLeft: 56,
    marginRight: 96,
    marginTop: 48,
    style: { color, background, fontFamily: "system-ui, sans-serif", fontSize: "12px" },
    x: { label: x },
    y: { label: y, grid: true, zero: true, nice: true },
    color: { domain: names, range },
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(points, { x: "x", y: "y", stroke: "name" }),
      Plot.text(last, { x: "x", y: "y", text: "name", fill: "name", dx: 6, textAnchor: "start" }),
      Plot.text([title], { frameAnchor: "top-left", dy: -32, fontWeight: "bold" }),
    ],
  }) as never;
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return svg.outerHTML;
}

/** Writes `<name>-light.svg` and `<name>-dark.svg` into a folder that is there. */
export async function writeCharts(folder: string, name: string, chart: Chart): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await writeFile(`${folder}/${name}-${theme}.svg`, svgOf(chart, theme));
  }
}
