/**
 * A place where the first two wait for each other, and whoever comes later goes on at once: with it a control does not
 * hang on how fast the machine is that day. Put between what is read and what is written, it makes two of them read the
 * same.
 */
export function gathering(): () => Promise<void> {
  let come = 0;
  let open = (): void => undefined;
  const all = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    come += 1;
    if (come === 2) open();
    await all;
  };
}
