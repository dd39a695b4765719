// 村(居)统计: how many people there are, by village and category. Every number opens the people it counts. K2, E1.

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { EmptyState, ErrorNote, Figure, PageSentence } from '#web/office/kit/words.tsx';
import { type CategoryCode, numbers } from '../../clients.ts';
import { categoryName } from '../shared/person-words.ts';
import { useStations } from './choices.ts';
import { NOBODY } from './filters.ts';
import { heldCategories, type SheetRow, type Shown, sheetRows, sheetTotal } from './sheet.ts';
import './people.css';
import './sheets.css';

/** A number that opens its people; none is a dash. */
const Count = ({ people, shown, what }: { people: number | undefined; shown: Shown; what: string }) =>
  people ? (
    <Link to="/people" search={shown} aria-label={`${what} ${people} 人，查看名单`}>
      {people.toLocaleString('zh-CN')}
    </Link>
  ) : (
    <span className="none">—</span>
  );

function Row({ row, columns, head = false }: { row: SheetRow; columns: readonly CategoryCode[]; head?: boolean }) {
  return (
    <tr className={head ? 'total' : undefined}>
      <th scope="row">{row.name}</th>
      <td>
        <Count people={row.people} shown={row.shown} what={row.name} />
      </td>
      <td>{row.households.toLocaleString('zh-CN')}</td>
      {columns.map(code => (
        <td key={code}>
          <Count people={row.of[code]} shown={{ ...row.shown, category: code }} what={`${row.name}${categoryName(code)}`} />
        </td>
      ))}
    </tr>
  );
}

function Sheet({
  rows,
  total,
  columns,
  first,
}: {
  rows: readonly SheetRow[];
  total: SheetRow;
  columns: readonly CategoryCode[];
  first: string;
}) {
  return (
    <ScrollX label="人数表">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">人数</th>
            <th scope="col">户数</th>
            {columns.map(code => (
              <th scope="col" key={code}>
                {categoryName(code)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.key} row={row} columns={columns} />
          ))}
          <Row row={total} columns={columns} head />
        </tbody>
      </table>
    </ScrollX>
  );
}

function Figures({ total }: { total: ReturnType<typeof sheetTotal> }) {
  const navigate = useNavigate();
  const open = (more: Shown) => () => void navigate({ to: '/people', search: { ...total.shown, ...more } });
  const files = total.files;
  return (
    <div className="figures">
      <Figure label="在册" value={total.people} unit="人" rule="按人去重，状态为在册" onOpen={open({})} />
      <Figure label="未分派" value={total.unassigned} unit="人" rule="没有责任社工" onOpen={open({ worker: NOBODY })} />
      <Figure label="未建档" value={files.none} unit="人" onOpen={open({ file_state: 'none' })} />
      <Figure label="建档中" value={files.open} unit="人" rule="已建档而材料不全" onOpen={open({ file_state: 'open' })} />
      <Figure label="已建档" value={files.complete} unit="人" rule="建档且材料齐全" onOpen={open({ file_state: 'complete' })} />
    </div>
  );
}

export default function Numbers() {
  const { search, change } = useAddress();
  const stations = useStations();
  const station = Number(one(search.station)) || (stations.length === 1 ? stations[0]!.value : undefined);
  const answer = useQuery({
    queryKey: ['clients.numbers', station],
    queryFn: ({ signal }) => read(numbers, { station }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <Loading />;
  const n = answer.data;
  const nameOf = (id: number) => stations.find(s => s.value === id)?.label ?? String(id);
  const total = sheetTotal(n, station);
  const place = station === undefined ? '全县' : nameOf(station);
  return (
    <>
      <PageSentence>
        {total.people === 0
          ? `${place}还没有在册的服务对象。`
          : `${place}在册 ${total.people.toLocaleString('zh-CN')} 人、${total.households.toLocaleString('zh-CN')} 户，${total.unassigned === 0 ? '都有责任社工' : `${total.unassigned} 人还没有责任社工`}；已建档 ${total.files.complete} 人。`}
      </PageSentence>
      {stations.length > 1 && (
        <p>
          <Select
            aria-label="社工站"
            placeholder="全县"
            allowClear
            style={{ width: 180 }}
            options={stations.map(s => ({ value: String(s.value), label: s.label }))}
            value={station === undefined ? undefined : String(station)}
            onChange={value => change({ station: value })}
          />
        </p>
      )}
      {total.people === 0 ? (
        <EmptyState icon="people" title="还没有可统计的人">
          <p>导入名册或登记服务对象后，这里会按村（居）和类别列出人数。</p>
        </EmptyState>
      ) : (
        <>
          <Figures total={total} />
          <Sheet
            rows={sheetRows(n, station, nameOf)}
            total={total}
            columns={heldCategories(n)}
            first={station === undefined ? '社工站' : '村（居）'}
          />
          <p className="hint">
            统计到 {n.on}{' '}
            在册的人。人数按人去重：一个人有几个类别，就在每个类别各计一次，在合计人数里只计一次，所以各类别相加会大于人数。户数按登记的家庭去重。点数字查看名单。
          </p>
        </>
      )}
    </>
  );
}
