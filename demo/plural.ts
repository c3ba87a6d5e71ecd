// The English form of a noun after a number.

/** `message` after 1, `messages` after any other number. */
export const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);
