// Reads and writes the terminal, or a pipe, without mixing input with output.
import { createInterface, clearLine, cursorTo } from "node:readline";

export interface Screen {
  /** What is typed or piped, line by line. Ends with the input, or at Ctrl-C. */
  readonly lines: AsyncIterableIterator<string>;
  /** Resolves at Ctrl-C, which on a terminal does not end the process by itself. */
  readonly interrupted: Promise<void>;
  readonly show: (text: string) => void;
  /** Waits for input on a terminal, with the prompt as it is after each line shown. A pipe gets none. */
  readonly ask: (prompt: () => string) => void;
  /** Redraws the prompt after a change. */
  readonly redraw: () => void;
  close(): void;
}

export interface ScreenOptions {
  /** What Tab makes of a line, as `node:readline` takes it. */
  readonly complete: (line: string) => [candidates: string[], end: string];
}

export function openScreen({ complete }: ScreenOptions): Screen {
  const { stdin: input, stdout: output } = process;
  const isTerminal = input.isTTY && output.isTTY;
  const readline = isTerminal
    ? createInterface({ input, output, completer: complete })
    : createInterface({ input, terminal: false, crlfDelay: Infinity });
  let prompt: (() => string) | undefined;

  function draw(): void {
    if (!isTerminal || !prompt) return;
    readline.setPrompt(prompt());
    // What was half typed is kept.
    readline.prompt(true);
  }

  return {
    // Asked for at once: what comes in before would be lost.
    lines: readline[Symbol.asyncIterator](),
    interrupted: new Promise((resolve) => {
      readline.once("SIGINT", () => {
        resolve();
      });
    }),
    show(text) {
      if (isTerminal) {
        cursorTo(output, 0);
        clearLine(output, 0);
      }
      output.write(`${text}\n`);
      draw();
    },
    ask(current) {
      prompt = current;
      draw();
    },
    redraw: draw,
    close() {
      // Whatever comes next does not belong on the line of the prompt.
      if (isTerminal && prompt) output.write("\n");
      prompt = undefined;
      readline.close();
    },
  };
}
