// The user signed in to this tab: two tabs may have two users. The local issuer gives a token for any name.

import { personNamed, type Person } from "./person.ts";

const KEY = "parley.person";

/** The signed-in user. A link such as `/?as=ann` signs in; then the page removes `as` from its URL. */
export function signedIn(): Person | undefined {
  const address = new URL(location.href);
  const name = address.searchParams.get("as");
  if (name?.trim()) {
    savePerson(personNamed(capitalised(name)));
    address.search = "";
    history.replaceState(null, "", address);
  }
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? undefined : (JSON.parse(kept) as Person);
}

export function savePerson(person: Person): void {
  sessionStorage.setItem(KEY, JSON.stringify(person));
}

export function removePerson(): void {
  sessionStorage.removeItem(KEY);
}

/** The name was refused; the message is for the user. */
export class NameRefused extends Error {
  override readonly name = "NameRefused";

  constructor() {
    super("Nobody can be called that here. Choose another name.");
  }
}

/** @throws NameRefused, or another error if the server is not reachable or fails */
export async function fetchToken({ user_id, first_name }: Person): Promise<string> {
  const body = JSON.stringify({ user_id, first_name });
  const response = await fetch("/token", { method: "POST", body });
  if (response.status === 400) throw new NameRefused();
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`There is no token (${response.status}).`);
  return token;
}

/** The URL of the API: the server that serves the page. */
export const chatUrl = (): string => `${location.origin.replace(/^http/, "ws")}/local`;

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
