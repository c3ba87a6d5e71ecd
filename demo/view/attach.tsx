// The button for choosing files.

import { useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import type { Uploads } from "./uploads.tsx";

export function Attach({ add }: Pick<Uploads, "add">) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span class="attach">
      <button
        type="button"
        class="icon-button"
        aria-label="Attach a file"
        title={add ? "Attach a file" : "Say hello first: then files can follow"}
        disabled={!add}
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          if (currentTarget.files) add?.(currentTarget.files);
          currentTarget.value = "";
        }}
      />
    </span>
  );
}
