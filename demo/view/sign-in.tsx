// The sign-in form: a name is enough.

import { useState } from "preact/hooks";
import { LIMITS } from "../limits.ts";
import { personNamed, SUGGESTED, type Person } from "../person.ts";
import { NameRefused } from "../session.ts";
import { Avatar } from "./avatar.tsx";

const UNREACHABLE = "The server cannot be reached. Try again in a moment.";

interface SignInProps {
  /** Why the sign-in failed. */
  error: string;
  /** Rejects with NameRefused if the name is not allowed. */
  onSignIn: (person: Person) => Promise<void>;
}

export function SignIn({ error: before, onSignIn }: SignInProps) {
  const [name, setName] = useState("");
  const [error, setError] = useState(before);

  const signIn = (person: Person): void => {
    onSignIn(person).catch((reason: unknown) => {
      setError(reason instanceof NameRefused ? reason.message : UNREACHABLE);
    });
  };

  return (
    <main class="sign-in">
      <img src="/icon.svg" alt="" width="56" height="56" />
      <h1>Parley</h1>
      <p>Who would you like to be? There are no passwords on your own machine.</p>
      <ul class="suggestions">
        {SUGGESTED.map((person) => (
          <li key={person.user_id}>
            <button
              type="button"
              onClick={() => {
                signIn(person);
              }}
            >
              <Avatar id={person.user_id} name={person.first_name} />
              {person.first_name}
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) signIn(personNamed(name));
        }}
      >
        <label for="name">Or somebody else</label>
        <div class="field-row">
          <input
            id="name"
            value={name}
            required
            maxLength={LIMITS.nameCharacters}
            autocomplete="off"
            placeholder="Your name"
            onInput={({ currentTarget }) => {
              setName(currentTarget.value);
            }}
          />
          <button type="submit" class="primary">
            Sign in
          </button>
        </div>
      </form>
      <p class="fault" role="alert">
        {error}
      </p>
      <p class="hint">Open a second window, sign in as somebody else, and you can talk.</p>
    </main>
  );
}
