/** What one operation may ask for at most. */
export const limits = {
  depth: 12,
  cost: 20_000,
  aliases: 15,
  directives: 5,
  tokens: 2_000,
  bodyBytes: 1_000_000,
} as const;
