// The members of a conversation; for a group, also adding, removing and renaming.

import { useEffect, useState } from "preact/hooks";
import type { ChatStore, Member, RoomView } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { nameOf, peopleToChoose, titleOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import type { Person } from "../person.ts";
import { ago } from "../times.ts";
import { isolated } from "../isolate.ts";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";
import { GroupSettings } from "./group-settings.tsx";
import { Icon } from "./icon.tsx";
import { PeopleField } from "./people-field.tsx";
import { usePart } from "./use-value.ts";

interface MembersProps {
  state: State;
  store: ChatStore;
  room: RoomView;
  commands: Commands;
  onClose: () => void;
}

export function Members({ state, store, room, commands, onClose }: MembersProps) {
  const { room_id, info } = room;
  const me = state.me.user_id;
  const members = usePart(store, "members", { room_id }) ?? [];
  const isGroup = info.type === "group-chat";
  const title = titleOf(state, room, members);
  const isOwner = members.some(({ user_id, role }) => user_id === me && role === "owner");

  // Loaded again for presence, which is not pushed.
  useEffect(() => void commands.loadMembers({ room_id }), [room_id]);

  return (
    <Dialog
      title={
        <>
          {isGroup ? "Members of " : "You and "}
          <bdi>{title}</bdi>
        </>
      }
      onClose={onClose}
    >
      {isOwner && <GroupSettings room={room} commands={commands} />}
      <ul class="people">
        {members.map((member) => (
          <li key={member.user_id} class="person">
            <Avatar
              id={member.user_id}
              name={nameOf(state, member.user_id)}
              isOnline={member.online}
            />
            <span class="title">
              <bdi>{nameOf(state, member.user_id)}</bdi>
              {member.user_id === me && " (you)"}
              {member.role === "owner" && <span class="tag">Owner</span>}
            </span>
            <span class="hint">{presenceOf(member, state.now)}</span>
            {isOwner && member.user_id !== me && (
              <button
                type="button"
                class="quiet"
                aria-label={`Remove ${isolated(nameOf(state, member.user_id))}`}
                onClick={() => void commands.removeMember(room_id, member.user_id)}
              >
                Remove
              </button>
            )}
          </li>
        ))}
      </ul>
      {isGroup && (
        <>
          <AddMembers state={state} room={room} members={members} commands={commands} />
          <Leave
            onLeave={() => {
              onClose();
              void commands.removeMember(room_id, me);
            }}
          />
        </>
      )}
    </Dialog>
  );
}

function presenceOf({ online, last_seen_at }: Member, now: number): string {
  if (online) return "Online";
  return last_seen_at === undefined
    ? "Was not here yet"
    : `Last seen ${ago(Date.parse(last_seen_at), now)}`;
}

type PartProps = Omit<MembersProps, "store" | "onClose">;

function AddMembers({
  state,
  room,
  members,
  commands,
}: PartProps & { members: readonly Member[] }) {
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const isMember = ({ user_id }: Person): boolean =>
    members.some((member) => member.user_id === user_id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length === 0) return;
        commands.suggestNames(chosen);
        void commands.addMembers(room.info._id, chosen);
        setChosen([]);
      }}
    >
      <PeopleField
        label="Add people"
        known={peopleToChoose(state).filter((person) => !isMember(person))}
        chosen={chosen}
        onChange={setChosen}
      />
      {chosen.length > 0 && (
        <p class="dialog-end">
          <button type="submit" class="primary">
            Add to the group
          </button>
        </p>
      )}
    </form>
  );
}

/** Asks for confirmation before leaving. */
function Leave({ onLeave }: { onLeave: () => void }) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <p class="dialog-end">
        <button
          type="button"
          class="danger"
          onClick={() => {
            setAsking(true);
          }}
        >
          <Icon name="leave" /> Leave the group
        </button>
      </p>
    );
  }
  return (
    <div role="alert">
      <p class="hint">You will see nothing more of it until somebody adds you again.</p>
      <p class="dialog-end">
        <button
          type="button"
          onClick={() => {
            setAsking(false);
          }}
        >
          Stay
        </button>
        <button type="button" class="danger" onClick={onLeave}>
          Leave
        </button>
      </p>
    </div>
  );
}
