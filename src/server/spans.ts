// Time of workers that a module knows of: what was done from when to when, or is planned. Working hours add them up; a calendar shows them.
// Declared, never written a second time.

import type { RawBuilder } from 'kysely';

export type Spans = {
  /** `<module>.<what>`. */
  name: string;
  title: string;
  /** Path that opens one in the office, with `:id` and `:of`. */
  opens: string;
  /**
   * A SELECT of the county's spans with columns `id`, `of_id` (what it belongs to, or itself), `station_id`, `worker_id` (one row for each who
   * takes part), `client_id` (or null), `day`, `started_at` and `ended_at` (texts 'HH:MM' or null), `minutes` (null where nobody wrote how long it took), `work` (professional,
   * supervision, training, admin, travel or other), `title` (no name of a person served), `place` (or null), `settled` (false while it may still fall away: a draft, something planned).
   * What was withdrawn is not in it. Every table in it states the county.
   */
  rows: (county: number) => RawBuilder<unknown>;
};
