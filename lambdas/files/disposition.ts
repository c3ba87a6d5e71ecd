// The `Content-Disposition` of files: whether a browser shows or saves one. S3 cannot send `nosniff`, so this must be
// safe without it.

/**
 * Types that are safe to show: sniffing turns them only into other image, audio and video types. Types that can run
 * scripts (HTML, SVG, XML, PDF), or can be mistaken for one that does, are saved, never shown.
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
  // For clients that do not support `filename*`: none of the last ten years.
  const plain = name.replace(/[^ -~]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
