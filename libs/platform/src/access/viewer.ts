/** Whoever makes a change: a person's id, a broker's, or `system`. */
export interface Actor {
  readonly actorId: string;
}

/** What a caller may be allowed to do at all; whether for this very noun is its policy's business. */
export type Permission = `${string}:${string}`;

/** Whoever asks. Libraries above know more about them; plumbing needs only this. */
export interface PlatformViewer extends Actor {
  /** The key through which a broker asks; absent of a person. */
  readonly keyId?: string;
  /** Whether any of the viewer's roles grants the permission. */
  can(permission: Permission): boolean;
  /** Why the viewer may not, and what to do about it, in a sentence or two. */
  whyNot(permission: Permission): string;
}

/** The product itself, for what no person did: deadlines, jobs. */
export const system: Actor = { actorId: 'system' };
