/** How far a clearing has come: 0–1 of a stage that has a name. */
export interface Progress {
  readonly done: number;
  readonly stage: string;
}

const WIDTH = 30;

/** Shows progress on the terminal as a bar that fills; where there is none, a line as each stage begins. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): {
  show: (progress: Progress) => void;
  finish: () => void;
} {
  let shown = '';
  if (!stream.isTTY) {
    const show = ({ stage }: Progress) => {
      if (stage !== shown) stream.write(`${stage}…\n`);
      shown = stage;
    };
    return { show, finish: () => undefined };
  }
  const show = ({ done, stage }: Progress) => {
    const full = Math.round(WIDTH * Math.max(0, Math.min(1, done)));
    const line = `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${Math.floor(100 * done)}% ${stage}`;
    // The clearing calls far more often than anybody can see a change.
    if (line !== shown) stream.write(`\r\x1b[K${line}`);
    shown = line;
  };
  return { show, finish: () => void stream.write(shown === '' ? '' : '\r\x1b[K') };
}
