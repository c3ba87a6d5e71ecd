// Whether a browser shows or saves a file. S3 cannot send `nosniff`, so this must be safe without it.

/**
 * Types that a browser shows as what they are, and takes for nothing else: sniffing leads from these to other pictures,
 * sounds and films only. Whatever can run script (HTML, SVG, XML, PDF), or can be taken for it, is saved, never shown.
 */
const SHOWN = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/apng",
  "audio/aac",
  "audio/flac",
  "audio/mp4",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "audio/webm",
  "video/mp4",
  "video/ogg",
  "video/quicktime",
  "video/webm",
]);

/** The value of `Content-Disposition`, under the file's own name. */
export function dispositionOf(name: string, contentType: string): string {
  const kind = SHOWN.has(contentType) ? "inline" : "attachment";
  // For what does not know the second form, which nothing of the last ten years is.
  const plain = name.replace(/[^ -~]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
