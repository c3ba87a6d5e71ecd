// The user's settings: theme, notifications, and sign-out.

import { useState } from "preact/hooks";
import type { Commands } from "../chat/commands.ts";
import type { State } from "../chat/state.ts";
import { setTheme, themeAfter, themeNow, type Theme } from "../theme.ts";
import { Avatar } from "./avatar.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useRoving } from "./roving.ts";

interface SettingsProps {
  state: State;
  commands: Commands;
  onSignOut: () => void;
}

const THEMES: Record<Theme, { icon: IconName; label: string }> = {
  auto: { icon: "auto", label: "Theme: as on this device" },
  light: { icon: "sun", label: "Theme: light" },
  dark: { icon: "moon", label: "Theme: dark" },
};

export function Settings({ state, commands, onSignOut }: SettingsProps) {
  const [theme, choose] = useState(themeNow);
  const bar = useRoving<HTMLDivElement>();
  const { me, notifications } = state;
  const { icon, label } = THEMES[theme];
  const isOn = notifications === "on";
  return (
    <footer>
      <Avatar id={me.user_id} name={me.first_name} />
      <span class="me">
        <bdi>{me.first_name}</bdi>
      </span>
      <div class="tools" role="toolbar" aria-label="Settings" {...bar}>
        {notifications !== "unsupported" && (
          <button
            type="button"
            class="icon-button"
            aria-label="Notifications"
            aria-pressed={isOn}
            title={isOn ? "Notifications are on" : "Notifications are off"}
            onClick={() => void commands.notify(!isOn)}
          >
            <Icon name={isOn ? "bell" : "silent"} />
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={label}
          title={label}
          onClick={() => {
            const next = themeAfter(theme);
            setTheme(next);
            choose(next);
          }}
        >
          <Icon name={icon} />
        </button>
        <button type="button" class="quiet" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </footer>
  );
}
