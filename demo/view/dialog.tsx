// A native modal dialog: it traps the focus, closes on Escape, and restores the focus.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface DialogProps {
  title: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // A dialog that is removed without `close` does not restore the focus.
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // The browser's own `close` event follows some time later, and would close a dialog that was opened meanwhile.
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // The event also arrives after the dialog was removed.
        if (ref.current) onClose();
      }}
      onClick={({ target, currentTarget }) => {
        // A click on the dialog itself, outside its content, is on the backdrop.
        if (target === currentTarget) onClose();
      }}
    >
      <div class="dialog">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
