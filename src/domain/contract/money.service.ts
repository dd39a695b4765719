// Stations of a contract with their money and days, the budget's other lines, and the grades (P1, P2).

import type { z } from 'zod';
import { addDays } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type Changing, changed, changing, mustSayWhy } from './changing.service.ts';
import { setupPolicy as may } from './setup.policy.ts';
import { contentsOf } from './setup.service.ts';
import type { rejoinStation, removeStation, setBudget, setGrades, setStation } from './setup.ts';
import { moneyProblems } from './setup-checks.ts';

function mustBeWithin(contract: Changing, day: string | null, path: string): void {
  if (day !== null && (day < contract.from_on || day > contract.to_on))
    throw new AppError('invalid', { issues: [{ path, message: `须在合同期内（${contract.from_on} 至 ${contract.to_on}）` }] });
}

/** What runs cannot share out more than its budget; a draft may be half done. */
function mustFit(contract: Changing, money: Parameters<typeof moneyProblems>[0]): void {
  const issues = contract.state === 'running' ? moneyProblems(money) : [];
  if (issues.length) throw new AppError('invalid', { issues });
}

/** A station's name; empty for one that is not there: the insert refuses it. */
async function nameOf(tx: Tx, station: number): Promise<string> {
  const row = await tx.first(
    q.selectFrom('app.stations').select('name').where('county_id', '=', tx.county).where('station_id', '=', station),
  );
  return row?.name ?? '';
}

/** Adds the station or sets its money and first day. Answers the contract's new revision. */
export async function putStation(tx: Tx, input: z.output<typeof setStation.input>): Promise<number> {
  const contract = await changing(tx, may['contract.set_station'], input.id, input.revision);
  mustSayWhy(contract, input.reason);
  mustBeWithin(contract, input.joined_on, 'joined_on');
  const { stations, budget } = await contentsOf(tx, input.id);
  const { fee_yuan, operating_yuan, joined_on } = input;
  const now = stations.find(s => s.station === input.station);
  const fields = { fee_yuan, operating_yuan, joined_on };
  const others = stations.filter(s => s !== now);
  mustFit(contract, {
    budget_yuan: contract.budget_yuan,
    budget,
    stations: [...others, { ...fields, station: input.station, name: '', left_on: null, left_reason: null, away: [] }],
  });
  if (now?.left_on && joined_on && joined_on > now.left_on)
    throw new AppError('invalid', { issues: [{ path: 'joined_on', message: `不能晚于退出日 ${now.left_on}` }] });
  await tx.run(
    q
      .insertInto('app.contract_stations')
      .values({ county_id: tx.county, contract_id: input.id, station_id: input.station, ...fields })
      .onConflict(c => c.columns(['county_id', 'contract_id', 'station_id']).doUpdateSet(fields)),
  );
  return changed(tx, contract, {
    what: `${now ? '修改' : '加入'}社工站 ${await nameOf(tx, input.station)}`,
    reason: input.reason,
  });
}

/** Takes a station out: of a draft without a trace, of a running contract with its last day and why. */
export async function takeOutStation(tx: Tx, input: z.output<typeof removeStation.input>): Promise<number> {
  const contract = await changing(tx, may['contract.remove_station'], input.id, input.revision);
  const { stations, budget } = await contentsOf(tx, input.id);
  const now = stations.find(s => s.station === input.station);
  if (!now) throw new AppError('missing_reference');
  const row = {
    county_id: tx.county,
    contract_id: input.id,
    station_id: input.station,
  };
  if (contract.state === 'draft') {
    if (budget.some(b => b.station === input.station)) throw new AppError('station_has_budget');
    await tx.run(
      q
        .deleteFrom('app.contract_stations')
        .where('county_id', '=', row.county_id)
        .where('contract_id', '=', row.contract_id)
        .where('station_id', '=', row.station_id),
    );
    return changed(tx, contract, { what: `移出社工站 ${now.name}`, reason: input.reason });
  }
  mustSayWhy(contract, input.reason);
  if (input.left_on === null) throw new AppError('invalid', { issues: [{ path: 'left_on', message: '请填写最后一天' }] });
  mustBeWithin(contract, input.left_on, 'left_on');
  if (now.joined_on && input.left_on < now.joined_on)
    throw new AppError('invalid', { issues: [{ path: 'left_on', message: `不能早于加入日 ${now.joined_on}` }] });
  const lastAway = now.away.at(-1);
  if (lastAway && input.left_on <= lastAway.to_on)
    throw new AppError('invalid', {
      issues: [{ path: 'left_on', message: `${now.name}到 ${lastAway.to_on} 为止没有参加，最后一天须晚于这一天` }],
    });
  await tx.run(
    q
      .updateTable('app.contract_stations')
      .set({ left_on: input.left_on, left_reason: input.reason })
      .where('county_id', '=', row.county_id)
      .where('contract_id', '=', row.contract_id)
      .where('station_id', '=', row.station_id),
  );
  return changed(tx, contract, { what: `社工站 ${now.name} 退出，最后一天 ${input.left_on}`, reason: input.reason });
}

/** A station that left takes part again; the days between are kept as days on which it did not. */
export async function takeStationBack(tx: Tx, input: z.output<typeof rejoinStation.input>): Promise<number> {
  const contract = await changing(tx, may['contract.rejoin_station'], input.id, input.revision);
  const { stations } = await contentsOf(tx, input.id);
  const now = stations.find(s => s.station === input.station);
  if (!now) throw new AppError('missing_reference');
  const refuse = (path: string, message: string) => new AppError('invalid', { issues: [{ path, message }] });
  if (now.left_on === null) throw refuse('station', `${now.name}没有退出，不用重新加入`);
  mustBeWithin(contract, input.rejoined_on, 'rejoined_on');
  if (input.rejoined_on <= now.left_on) throw refuse('rejoined_on', `须晚于退出日 ${now.left_on}`);
  const own = { county_id: tx.county, contract_id: input.id, station_id: input.station };
  const [from_on, to_on] = [addDays(now.left_on, 1), addDays(input.rejoined_on, -1)];
  if (from_on <= to_on)
    await tx.run(q.insertInto('app.contract_station_gaps').values({ ...own, from_on, to_on, reason: now.left_reason }));
  await tx.run(
    q
      .updateTable('app.contract_stations')
      .set({ left_on: null, left_reason: null })
      .where('county_id', '=', own.county_id)
      .where('contract_id', '=', own.contract_id)
      .where('station_id', '=', own.station_id),
  );
  return changed(tx, contract, { what: `社工站 ${now.name} 自 ${input.rejoined_on} 重新加入`, reason: input.reason });
}

/** Replaces the budget: the sum and the lines beside the stations'. */
export async function putBudget(tx: Tx, input: z.output<typeof setBudget.input>): Promise<number> {
  const contract = await changing(tx, may['contract.set_budget'], input.id, input.revision);
  mustSayWhy(contract, input.reason);
  const { stations } = await contentsOf(tx, input.id);
  const issues = moneyProblems({ budget_yuan: input.budget_yuan, stations, budget: input.lines });
  if (issues.length) throw new AppError('invalid', { issues });
  await tx.run(q.deleteFrom('app.budget_lines').where('county_id', '=', tx.county).where('contract_id', '=', input.id));
  if (input.lines.length)
    await tx.run(
      q.insertInto('app.budget_lines').values(
        input.lines.map(({ station, ...line }, i) => ({
          county_id: tx.county,
          contract_id: input.id,
          place: i + 1,
          ...line,
          station_id: station,
        })),
      ),
    );
  return changed(tx, contract, { what: '设定经费', reason: input.reason }, { budget_yuan: input.budget_yuan });
}

/** Sets the grades of the contract; null means none. */
export async function putGrades(tx: Tx, input: z.output<typeof setGrades.input>): Promise<number> {
  const contract = await changing(tx, may['contract.set_grades'], input.id, input.revision);
  mustSayWhy(contract, input.reason);
  const grades = input.grades && JSON.stringify(input.grades);
  return changed(tx, contract, { what: '设定等次', reason: input.reason }, { grades });
}
