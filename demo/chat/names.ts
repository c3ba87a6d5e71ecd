// Who is called what: learnt from wherever a first name shows.

import type { Happening } from "./happening.ts";
import type { Listed, State } from "./state.ts";

interface Named {
  readonly id: string | undefined;
  readonly first_name?: string | undefined;
}

export function learnNames(state: State, happening: Happening): State {
  const news = namesIn(happening).filter(
    ({ id, first_name }) => id && first_name && state.names.get(id) !== first_name,
  );
  if (news.length === 0) return state;
  const names = new Map(state.names);
  for (const { id, first_name } of news) if (id && first_name) names.set(id, first_name);
  return { ...state, names };
}

function namesIn(happening: Happening): Named[] {
  switch (happening.type) {
    case "listed":
      return happening.rooms.flatMap(namesInRoom);
    case "room":
      return namesInRoom(happening.data);
    case "conversation":
      return peopleOf(happening.data.room);
    case "message":
      return [senderOf(happening.data)];
    case "typing":
      return [{ id: happening.data.user_id, first_name: happening.data.first_name }];
    case "page":
      return happening.page.messages.map(senderOf);
    case "met":
      return happening.people.map(({ user_id, first_name }) => ({ id: user_id, first_name }));
    case "members":
      return happening.members.map(({ user_id, first_name }) => ({ id: user_id, first_name }));
    default:
      return [];
  }
}

const senderOf = (message: { sender_id: string; first_name?: string | undefined }): Named => ({
  id: message.sender_id,
  first_name: message.first_name,
});

const peopleOf = ({ recipients = [] }: Pick<Listed, "recipients">): Named[] =>
  recipients.map(({ _id, first_name }) => ({ id: _id, first_name }));

const namesInRoom = (room: Listed): Named[] => [
  ...(room.last_message ? [senderOf(room.last_message)] : []),
  ...peopleOf(room),
];
