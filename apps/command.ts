/** What a person who typed a command can put right is said in one line, and the process ends with code 1. */
export function runCommand(main: () => Promise<void>, usage?: string): void {
  if (usage && process.argv.slice(2).includes('--help')) {
    console.log(usage);
    return;
  }
  main().catch((error: unknown) => {
    console.error(told(error, usage));
    process.exitCode = 1;
  });
}

function told(error: unknown, usage?: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  // What Node says of it begins with the option; how else to write it helps nobody here.
  if (usage && code?.startsWith('ERR_PARSE_ARGS')) return `${error.message.split('. ')[0]}.\n\n${usage}`;
  if (code === 'EACCES' && path) return `${path} may not be read or written by whoever runs this.`;
  if (code === 'ENOENT' && path) return `There is no file ${path}.`;
  return error.message;
}
