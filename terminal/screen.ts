// Reads and writes the terminal, or a pipe, without mixing input with output.
import { createInterface, clearLine, cursorTo } from "node:readline";

export interface Screen {
  /** The lines of the input. Ends with the input, or at Ctrl-C. */
  readonly lines: AsyncIterableIterator<string>;
  /** Resolves at Ctrl-C: on a terminal, readline keeps it from ending the process. */
  readonly interrupted: Promise<void>;
  readonly show: (text: string) => void;
  /** On a terminal, shows the prompt, and again after each line that is shown. A pipe gets no prompt. */
  readonly ask: (prompt: () => string) => void;
  /** Redraws the prompt after a change. */
  readonly redraw: () => void;
  close(): void;
}

export interface ScreenOptions {
  /** Completes a line on Tab, as `node:readline` expects it. */
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
    // Keeps a line that is being typed.
    readline.prompt(true);
  }

  return {
    // Created at once: lines that arrive before would be lost.
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
      // Later output begins on a new line, below the prompt.
      if (isTerminal && prompt) output.write("\n");
      prompt = undefined;
      readline.close();
    },
  };
}
