// The files of a message: pictures inline, anything else as a link with its name and size.

import { useEffect, useState } from "preact/hooks";
import { filesIn, isPicture, sizeInWords, type Attachment, type Files } from "../chat/files.ts";
import { isolated } from "../isolate.ts";
import { Icon } from "./icon.tsx";

interface AttachmentsProps {
  files: Files;
  room_id: string;
  attachments: readonly unknown[];
}

export function Attachments({ files, room_id, attachments }: AttachmentsProps) {
  const found = filesIn(attachments);
  const others = attachments.length - found.length;
  return (
    <>
      {found.map((file) =>
        isPicture(file) ? (
          <Picture key={file.key} files={files} room_id={room_id} file={file} />
        ) : (
          <FileLink key={file.key} files={files} room_id={room_id} file={file} />
        ),
      )}
      {others > 0 && (
        <p class="text gone">{others === 1 ? "An attachment" : `${others} attachments`}</p>
      )}
    </>
  );
}

interface FileProps {
  files: Files;
  room_id: string;
  file: Attachment;
}

/** Reserves the picture's space before it loads, so that the layout does not shift. */
function Picture({ files, room_id, file }: FileProps) {
  const { key, name, width = 1, height = 1 } = file;
  const [url, setUrl] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    files.urlOf(room_id, key).then(setUrl, () => {
      setMissing(true);
    });
  }, [key]);
  const size = { width: `${Math.min(width, 360)}px`, aspectRatio: `${width} / ${height}` };
  return (
    <a
      class="picture"
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={`${isolated(name)}, a picture`}
      style={size}
    >
      {isMissing && <span class="gone">This picture is not there any more</span>}
      {url !== undefined && !isMissing && (
        <img
          src={url}
          alt={isolated(name)}
          loading="lazy"
          onError={() => {
            setMissing(true);
          }}
        />
      )}
    </a>
  );
}

function FileLink({ files, room_id, file: { key, name, size } }: FileProps) {
  const [error, setError] = useState("");
  return (
    <p class="file">
      <button
        type="button"
        onClick={() => {
          files.urlOf(room_id, key).then(
            (url) => {
              open(url, "_blank", "noopener,noreferrer");
            },
            () => {
              setError("It is not there any more.");
            },
          );
        }}
      >
        <Icon name="file" />
        <bdi class="name">{name}</bdi>
        <span class="size">{sizeInWords(size)}</span>
      </button>
      {error && <span class="gone">{error}</span>}
    </p>
  );
}
