// One small set of line icons for both apps. An icon stands beside a word, never alone without a name.

const PATHS = {
  today: 'M5 5h14v15H5zM5 9h14M9 3v3M15 3v3M9 14l2 2 4-4',
  people: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 19c0-3 2.7-5 6-5s6 2 6 5M16 5.5a3 3 0 0 1 0 5M18 14.5c1.9.8 3 2.4 3 4.5',
  record: 'M7 4h10v17H7zM10 3h4v3h-4zM10 11h4M10 15h4',
  me: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M5 21c0-4 3-6.5 7-6.5s7 2.5 7 6.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  done: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12.5l2.7 2.7L16 9.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2',
  warn: 'M12 4 2.5 20h19zM12 10v4M12 17v.5',
  stop: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12h8',
  cross: 'M6 6l12 12M18 6 6 18',
  send: 'M12 19V6M6 11l6-6 6 6',
  offline: 'M4 4l16 16M8 17a4 4 0 0 1-.5-8M11 6.2A5.5 5.5 0 0 1 17.5 11a3.5 3.5 0 0 1 2 5.8',
  camera: 'M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  place: 'M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11M12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 21 21',
  home: 'M4 11l8-7 8 7v9H4zM10 20v-6h4v6',
  young:
    'M9 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 21v-6a5 5 0 0 1 10 0v6M18 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4M15.5 21v-4a2.5 2.5 0 0 1 5 0v4',
  aid: 'M12 20s-8-4.6-8-10.4A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.6C20 15.4 12 20 12 20',
  hands: 'M7 20v-8l-3-3M17 20v-8l3-3M7 14l5-5 5 5M12 9V4',
  contract: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13l2 2 4-4',
  station: 'M4 20V10l8-6 8 6v10zM4 20h16M9 20v-5h6v5',
  chart: 'M4 20h16M7 17v-5M12 17V6M17 17V9',
  gear: 'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  export: 'M12 4v11M8 11l4 4 4-4M5 13v7h14v-7',
  columns: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9.5 9.5A2.5 2.5 0 1 1 12 12.5V14M12 17v.5',
  phone: 'M6 3h3.5l1.5 5-2.2 1.6a12 12 0 0 0 5.6 5.6L16 13l5 1.5V18a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  out: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: the word beside it (or the control's label) carries the meaning. `size` in em of the surrounding text. */
export const Icon = ({ name, size = 1.25 }: { name: IconName; size?: number }) => (
  <svg
    aria-hidden="true"
    width={`${size}em`}
    height={`${size}em`}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    style={{ flex: 'none', verticalAlign: '-0.2em' }}
  >
    <path d={PATHS[name]} />
  </svg>
);

/** The mark of the house: two adjoining roofs and a door. */
export const Mark = ({ size = 2 }: { size?: number }) => (
  <svg aria-hidden="true" width={`${size}em`} height={`${size}em`} viewBox="0 0 96 96" style={{ flex: 'none' }}>
    <rect width="96" height="96" rx="20" fill="var(--accent)" />
    <g fill="none" stroke="#fff" strokeWidth="7" strokeLinejoin="round" strokeLinecap="round">
      <path d="M14 48 34 28 48 42 62 28 82 48" />
      <path d="M22 44v28h52V44" />
      <path d="M41 72V57h14v15" />
    </g>
  </svg>
);
