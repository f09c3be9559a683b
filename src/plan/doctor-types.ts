/** The doctor on the device: what it reads besides watchdog, slots and self-heal state. */
export interface DoctorPlan {
  /** One row each. */
  readonly journals: readonly JournalPlan[];
}

/** The messages of one service, classified. */
export interface JournalPlan {
  readonly name: string;
  /** The unit whose messages in systemd's journal are meant; null where `file` is not. */
  readonly unit: string | null;
  /** A file that syslog writes. */
  readonly file: string | null;
  /** How far back, whole minutes. A file without time stamps that can be read is taken whole. */
  readonly windowMs: number;
  /** In order of priority: the first that matches anything is the row. */
  readonly patterns: readonly PatternPlan[];
}

export interface PatternPlan {
  readonly name: string;
  /** A basic regular expression of grep. */
  readonly match: string;
  readonly colour: 'red' | 'yellow';
  /** What the row says; `%n` is the number of messages. */
  readonly says: string;
  /** The canonical command that mends it. */
  readonly fix: string;
}
