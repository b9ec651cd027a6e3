// The terminal: finished lines stay, and one line at the bottom shows how things stand. Where the output
// is no terminal, that line is printed now and then.

const redrawMs = 100;
const reportMs = 1000;

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Display extends Disposable {
  say(line: string): void;
}

export function openDisplay(output: Output, status: () => string): Display {
  const isTerminal = output.isTTY === true;
  // Some terminals do not know their width and say 0.
  const width = output.columns || 80;
  const redraw = (): void => {
    const line = status();
    if (isTerminal) output.write(`\r\u001B[2K${line.slice(0, width - 1)}`);
    else output.write(`${line}\n`);
  };
  const timer = setInterval(redraw, isTerminal ? redrawMs : reportMs);
  return {
    say(line) {
      output.write(isTerminal ? `\r\u001B[2K${line}\n` : `${line}\n`);
      if (isTerminal) redraw();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      if (isTerminal) output.write('\r\u001B[2K');
    },
  };
}
