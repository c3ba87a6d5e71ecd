// The chosen, pasted or dropped files of the next message while they upload.

import { useEffect, useRef, useState } from "preact/hooks";
import { sizeInWords, type Attachment, type Files, type Upload } from "../chat/files.ts";
import { LIMITS } from "../limits.ts";
import { isolated } from "../isolate.ts";
import { Icon } from "./icon.tsx";

export interface Uploads {
  readonly list: readonly Upload[];
  /** Undefined while the conversation has no room to upload to. */
  readonly add: ((files: Iterable<File>) => void) | undefined;
  readonly remove: (id: number) => void;
  /** Returns the uploaded files, and empties the list. */
  readonly take: () => Attachment[];
  /** Whether all files are uploaded. */
  readonly areReady: boolean;
}

let lastId = 0;

export function useUploads(files: Files, room_id: string | undefined): Uploads {
  const [list, setList] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<number, AbortController>());
  useEffect(
    () => () => {
      for (const each of running.current.values()) each.abort();
    },
    [],
  );

  function start(room: string, file: File): void {
    const id = ++lastId;
    const controller = new AbortController();
    running.current.set(id, controller);
    const change = (changed: Partial<Upload>): void => {
      setList((now) => now.map((each) => (each.id === id ? { ...each, ...changed } : each)));
    };
    setList((now) => [...now, { id, file, progress: 0 }]);
    const on = {
      signal: controller.signal,
      progress(progress: number) {
        change({ progress });
      },
    };
    files.upload(room, file, on).then(
      (attachment) => {
        change({ attachment, progress: 1 });
      },
      (reason: unknown) => {
        change({ error: (reason as Error).message });
      },
    );
  }

  return {
    list,
    add:
      room_id === undefined
        ? undefined
        : (chosen) => {
            for (const file of [...chosen].slice(0, LIMITS.attachments - list.length))
              start(room_id, file);
          },
    remove(id) {
      running.current.get(id)?.abort();
      running.current.delete(id);
      setList((now) => now.filter((each) => each.id !== id));
    },
    take() {
      const arrived = list.flatMap(({ attachment }) => attachment ?? []);
      setList([]);
      return arrived;
    },
    areReady: list.every(({ attachment }) => attachment),
  };
}

export const UploadList = ({ uploads: { list, remove } }: { uploads: Uploads }) => (
  <ul class="uploads" aria-label="Files to send">
    {list.map(({ id, file, progress, attachment, error }) => (
      <li key={id} class={error === undefined ? "upload" : "upload fault"}>
        <Icon name="file" />
        <bdi class="name">{file.name}</bdi>
        <span class="size">{error ?? sizeInWords(file.size)}</span>
        {!attachment && error === undefined && (
          <progress max={1} value={progress} aria-label={`Uploading ${isolated(file.name)}`} />
        )}
        <button
          type="button"
          class="icon-button small"
          aria-label={`${attachment ? "Remove" : "Cancel"} ${isolated(file.name)}`}
          onClick={() => {
            remove(id);
          }}
        >
          <Icon name="close" />
        </button>
      </li>
    ))}
  </ul>
);
