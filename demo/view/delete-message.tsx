// The confirmation before a message is deleted.

import { Dialog } from "./dialog.tsx";

interface DeleteMessageProps {
  text: string;
  onDelete: () => void;
  onClose: () => void;
}

export const DeleteMessage = ({ text, onDelete, onClose }: DeleteMessageProps) => (
  <Dialog title="Delete this message?" onClose={onClose}>
    <blockquote class="text">{text}</blockquote>
    <p class="hint">It goes for everybody, and does not come back.</p>
    <p class="dialog-end">
      <button type="button" onClick={onClose}>
        Keep it
      </button>
      <button
        type="button"
        class="danger"
        onClick={() => {
          onDelete();
          onClose();
        }}
      >
        Delete
      </button>
    </p>
  </Dialog>
);
