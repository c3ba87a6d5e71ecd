// AWS's prices: US dollars in us-east-1, without free tiers, as quoted in November 2026.

export const PRICED = { region: "us-east-1", month: "2026-11" } as const;

export const PRICES = {
  /** Per million; a message of up to 32 KB counts once, in either direction. */
  message: 1,
  connectionMinute: 0.25,
  invocation: 0.2,
  writeUnit: 0.625,
  readUnit: 0.125,
  trace: 5,
  /** To a FIFO queue, per million. */
  queueRequest: 0.5,
  /** Per GB-second, on arm64. */
  compute: 0.0000133334,
  /** Per GB: logs written; logs stored for a month; data sent to clients. */
  log: 0.5,
  logStorage: 0.03,
  egress: 0.09,
  /** Per GB and month: items; their backup, from which any moment can be restored. */
  storage: 0.25,
  backup: 0.2,
  /** S3: storage per GB and month; uploads and downloads per million. Removing tags and files is free. */
  fileStorage: 0.023,
  upload: 5,
  download: 0.4,
  /** Per month. */
  alarmedMetric: 0.1,
  compositeAlarm: 0.5,
  customMetric: 0.3,
  dashboard: 3,
} as const;
