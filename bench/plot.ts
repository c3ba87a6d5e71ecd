// Draws line charts as SVG, for light and dark pages.

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
  /** Makes both axes logarithmic, with these ticks on the x axis. Default: both are linear. */
  readonly logarithmic?: readonly number[];
  /** The end of each line at which its name is written. Default: the last. */
  readonly named?: "first" | "last";
}

const THEMES = {
  light: { color: "#1f2328", background: "#ffffff", range: ["#0969da", "#bc4c00", "#1a7f37"] },
  dark: { color: "#e6edf3", background: "#0d1117", range: ["#58a6ff", "#f0883e", "#3fb950"] },
};

/** The themes in which each chart is drawn. */
export const PAGES = ["light", "dark"] as const;

/** Returns the chart as SVG text. At most three series have distinct colors. */
export function svgOf(chart: Chart, theme: keyof typeof THEMES): string {
  const { title, x, y, series, logarithmic, named = "last" } = chart;
  const { document } = parseHTML("<html><body></body></html>") as { document: never };
  const { color, background, range } = THEMES[theme];
  const names = series.map(({ name }) => name);
  const points = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const ends = series.flatMap(({ name, points }) => {
    const point = points.at(named === "last" ? -1 : 0);
    return point ? [{ ...point, name }] : [];
  });
  // This program is compiled without the types of the DOM.
  const svg: { setAttribute(name: string, value: string): void; outerHTML: string } = Plot.plot({
    document,
    width: 720,
    height: 320,
    marginLeft: 56,
    marginRight: 96,
    marginTop: 48,
    style: { color, background, fontFamily: "system-ui, sans-serif", fontSize: "12px" },
    x: logarithmic
      ? { label: x, type: "log", ticks: [...logarithmic], tickFormat: plainly }
      : { label: x },
    y: logarithmic
      ? { label: y, grid: true, type: "log", ticks: 5, tickFormat: plainly }
      : { label: y, grid: true, zero: true, nice: true },
    color: { domain: names, range },
    marks: [
      ...(logarithmic ? [] : [Plot.ruleY([0])]),
      Plot.lineY(points, { x: "x", y: "y", stroke: "name" }),
      Plot.text(ends, {
        x: "x",
        y: "y",
        text: "name",
        fill: "name",
        dx: 6,
        dy: named === "first" ? -8 : 0,
        textAnchor: "start",
      }),
      Plot.text([title], { frameAnchor: "top-left", dy: -32, fontWeight: "bold" }),
    ],
  }) as never;
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return svg.outerHTML;
}

const plainly = (value: number): string => value.toLocaleString("en-US");

/** Writes `<name>-light.svg` and `<name>-dark.svg` into an existing folder. */
export async function writeCharts(folder: string, name: string, chart: Chart): Promise<void> {
  for (const theme of PAGES) {
    await writeFile(`${folder}/${name}-${theme}.svg`, svgOf(chart, theme));
  }
}
