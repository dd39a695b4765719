// 服务对象: everybody the station serves, found by name, sound or last digits, narrowed by what the address says; a row opens the
// person's file beside the list. Serves K1, K2, E1.

import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { read } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { useShortcut } from '#web/office/keys.tsx';
import { useAddress } from '#web/office/kit/address.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { list, peopleLedger, type ResidentRow } from '../../clients.ts';
import { useMay, useStations } from './choices.ts';
import { peopleColumns } from './columns.tsx';
import { fileQuery, listQuery } from './filters.ts';
import { PersonFile } from './PersonFile.tsx';
import { usePeopleFilters } from './people-filters.ts';
import { RegisterForm } from './RegisterForm.tsx';
import './people.css';

const Empty = ({ mayImport, mayRegister }: { mayImport: boolean; mayRegister: boolean }) => (
  <p>
    {mayImport
      ? '请到「名册导入」上传乡镇名册，或按 n 登记一位服务对象。'
      : mayRegister
        ? '请站长导入乡镇名册，或按 n 登记一位服务对象。'
        : '本站还没有导入名册，也没有登记服务对象。'}
  </p>
);

export default function People() {
  const client = useQueryClient();
  const { search, change } = useAddress();
  const stations = useStations();
  const may = useMay();
  const filters = usePeopleFilters();
  const [registering, setRegistering] = useState(false);
  const names = stations.length > 1 ? new Map(stations.map(s => [s.value, s.label])) : undefined;
  const columns = peopleColumns({ stations: names, withState: search.state !== undefined });
  const homes = stations.filter(({ value }) => may('clients.register', value));
  useShortcut('n', '登记服务对象', () => setRegistering(homes.length > 0));
  const registered = (id: string) => {
    setRegistering(false);
    void client.invalidateQueries({ queryKey: ['clients.list'] });
    change({ open: id });
  };
  return (
    <>
      <LedgerTable<ResidentRow>
        name="clients.list"
        label="服务对象名单"
        filters={filters}
        columns={columns}
        load={(query, stop) => read(list, listQuery(query), stop)}
        onExport={query => download(peopleLedger, fileQuery(query))}
        rowKey={row => row.id}
        rowName={row => row.name}
        drawer={(row, id) => <PersonFile id={id} named={row === null} onOpen={next => change({ open: next })} />}
        actions={
          homes.length > 0 && (
            <Button type="primary" icon={<Icon name="plus" />} onClick={() => setRegistering(true)} aria-label="登记服务对象">
              登记
            </Button>
          )
        }
        empty={{
          title: '还没有服务对象',
          next: <Empty mayImport={stations.some(s => may('clients.read_roster', s.value))} mayRegister={homes.length > 0} />,
        }}
      />
      <Drawer
        title="登记服务对象"
        size="min(640px, 94vw)"
        open={registering}
        onClose={() => setRegistering(false)}
        afterOpenChange={shown => shown && document.getElementById('name')?.focus()}
        closable={{ 'aria-label': '关闭' }}
        destroyOnHidden
      >
        <RegisterForm homes={homes} onDone={registered} />
      </Drawer>
    </>
  );
}
