// Finding the kind of file that is meant, and the county's periods.

import { AppError } from '#kernel/errors.ts';
import { holds } from '#kernel/roles.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Dossier, DossierKind } from '#server/dossiers.ts';
import type { Context } from '#server/module.ts';
import { DossierSettings, RETENTION_UNSET } from './dossiers.ts';

/** The kind that is meant. @throws AppError `not_found`, `forbidden` */
export function kindOf(all: readonly DossierKind[], tx: Tx, name: string): DossierKind {
  const kind = all.find(k => k.name === name);
  if (!kind) throw new AppError('not_found');
  if (!holds(tx.actor, ...kind.roles)) throw new AppError('forbidden');
  return kind;
}

async function settingsOf(tx: Tx): Promise<Record<string, unknown>> {
  const row = await tx.first(q.selectFrom('app.counties').select('settings').where('county_id', '=', tx.county));
  return (row?.settings as Record<string, unknown> | undefined) ?? {};
}

/** How long files of each kind are kept. */
export async function retentions(tx: Tx): Promise<(kind: string) => string> {
  const { retention } = DossierSettings.parse((await settingsOf(tx)).dossiers ?? {});
  return kind => retention[kind] ?? RETENTION_UNSET;
}

/** Sets the period of one kind; the others stay. */
export async function setRetention(tx: Tx, kind: string, period: string): Promise<void> {
  const { retention } = DossierSettings.parse((await settingsOf(tx)).dossiers ?? {});
  const dossiers = JSON.stringify({ retention: { ...retention, [kind]: period } });
  await tx.run(
    sql`update app.counties set settings = jsonb_set(settings, '{dossiers}', ${dossiers}::jsonb) where county_id = ${tx.county}`.compile(
      q,
    ),
  );
}

/** The name of a station as it stands on a cover. */
export async function officeOf(tx: Tx, station: number): Promise<string> {
  const row = await tx.first(
    q.selectFrom('app.stations').select('sign').where('county_id', '=', tx.county).where('station_id', '=', station),
  );
  return row?.sign ?? '';
}

export type Whole = Dossier & { office: string; retention: string; title: string };
/** One file with what stands on its cover. */
export async function wholeOf(c: Context, kind: DossierKind, id: string): Promise<Whole> {
  const dossier = await kind.compose(c, id);
  const [office, periods] = await Promise.all([officeOf(c.tx, dossier.station), retentions(c.tx)]);
  return { ...dossier, office, retention: periods(kind.name), title: kind.title };
}
