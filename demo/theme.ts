// The light or dark theme: the system's, or the user's choice, stored in this browser.

const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "parley.theme";

export const themeNow = (): Theme =>
  THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "auto";

export function setTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  document.documentElement.dataset.theme = theme;
}

export const themeAfter = (theme: Theme): Theme =>
  THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
