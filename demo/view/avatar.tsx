// A user or a group as a coloured disc with initials. An id always has the same colour.

import { initialsOf } from "../initials.ts";

const COLOURS = 8;

interface AvatarProps {
  id: string;
  name: string;
  isGroup?: boolean;
  /** The address of a picture. */
  image?: string;
  isOnline?: boolean;
}

export const Avatar = ({ id, name, image, isGroup = false, isOnline = false }: AvatarProps) => (
  <span class={`avatar colour-${colourOf(id)} ${isGroup ? "group" : ""}`} aria-hidden="true">
    {initialsOf(name)}
    {image && isPicture(image) && (
      <img
        key={image}
        src={image}
        alt=""
        loading="lazy"
        referrerpolicy="no-referrer"
        onError={({ currentTarget }) => {
          currentTarget.hidden = true;
        }}
      />
    )}
    {isOnline && <span class="online-dot" />}
  </span>
);

function colourOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) % 65_521;
  return hash % COLOURS;
}

/** Whether an address may be shown as a picture: on this server, or over HTTPS. */
const isPicture = (address: string): boolean =>
  URL.canParse(address, location.href) &&
  ["https:", location.origin].some((start) =>
    new URL(address, location.href).href.startsWith(start),
  );
