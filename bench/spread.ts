// Summarizes repeated measurements: the median and the range.

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Rounds to `digits` decimals. Throws if there are no values. */
export function spreadOf(values: readonly number[], digits = 0): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => {
    const value = sorted.at(index);
    if (value === undefined) throw new Error("Nothing was measured.");
    return Number(value.toFixed(digits));
  };
  return { median: at(Math.floor(sorted.length / 2)), least: at(0), most: at(-1) };
}
