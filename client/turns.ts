// Tasks that wait for each other, where they have the same key.

/** Begins a task once all before it with the same key have ended, well or not. */
export type InTurn = <T>(key: string, task: () => Promise<T>) => Promise<T>;

export function makeTurns(): InTurn {
  const last = new Map<string, Promise<void>>();
  return (key, task) => {
    const run = (last.get(key) ?? Promise.resolve()).then(task);
    const end = (): void => {
      if (last.get(key) === ended) last.delete(key);
    };
    const ended: Promise<void> = run.then(end, end);
    last.set(key, ended);
    return run;
  };
}
