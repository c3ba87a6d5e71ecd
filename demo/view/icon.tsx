// Icons, drawn in lines. They carry no meaning of their own: a button beside its icon has a name.

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  compose: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  group:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3-5.5 6.500-5.500s5.900 1.900 6.500 5.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.800c2 .8 3.200 2.500 3.500 5.200",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  reply: "M10 5l-6 6 6 6M4 11h9c4 0 7 2.500 7 7",
  smile:
    "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM8.500 14c.9 1.500 2 2.200 3.500 2.200s2.600-.7 3.500-2.200M9 9.500v.500M15 9.500v.500",
  attach:
    "M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9.200 17.200a1.700 1.700 0 0 1-2.400-2.400L14 7.500",
  file: "M6 3.500h8l4 4V20.500H6zM14 3.500v4h4",
  search: "M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM16 16l4.500 4.500",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z",
  auto: "M12 3.500a8.500 8.500 0 1 0 0 17zM12 3.500a8.500 8.500 0 0 1 0 17",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  send: "M5 12h13M12 5l7 7-7 7",
  add: "M12 5v14M5 12h14",
  up: "M12 19V5M5 12l7-7 7 7",
  down: "M12 5v14M5 12l7 7 7-7",
  leave: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  waiting: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 7.500V12l3 2",
  sent: "M5 12.500l4.500 4.500L19 7.500",
  seen: "M2 12.500l4.500 4.500L15 7.500M11 16l1.500 1.500L22 7.500",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.500",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
