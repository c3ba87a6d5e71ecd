// Who is signed in, in this tab: two tabs may be two people. The local issuer gives a token to whoever asks.

import { personNamed, type Person } from "./person.ts";

const KEY = "parley.person";

/** Whoever is signed in. A link such as `/?as=ann` signs in, and is then like any other address. */
export function signedIn(): Person | undefined {
  const address = new URL(location.href);
  const name = address.searchParams.get("as");
  if (name?.trim()) {
    keepPerson(personNamed(capitalised(name)));
    address.search = "";
    history.replaceState(null, "", address);
  }
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? undefined : (JSON.parse(kept) as Person);
}

export function keepPerson(person: Person): void {
  sessionStorage.setItem(KEY, JSON.stringify(person));
}

export function forgetPerson(): void {
  sessionStorage.removeItem(KEY);
}

/** Nobody gets a token by this name; the message is in words for who asked. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor() {
    super("Nobody can be called that here. Choose another name.");
  }
}

/** @throws Refused, or another error if the server is not there or not well */
export async function fetchToken({ user_id, first_name }: Person): Promise<string> {
  const body = JSON.stringify({ user_id, first_name });
  const response = await fetch("/token", { method: "POST", body });
  if (response.status === 400) throw new Refused();
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`There is no token (${response.status}).`);
  return token;
}

/** Where the API is: the page comes from the same server. */
export const chatUrl = (): string => `${location.origin.replace(/^http/, "ws")}/local`;

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
