/** What a person who typed a command can put right is said in one line, and the process ends with code 1. */
export function runCommand(main: () => Promise<void>, usage?: string): void {
  main().catch((error: unknown) => {
    console.error(told(error, usage));
    process.exitCode = 1;
  });
}

function told(error: unknown, usage?: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  if (usage && code?.startsWith('ERR_PARSE_ARGS')) return usage;
  if (code === 'ENOENT' && path) return `There is no file ${path}.`;
  return error.message;
}
