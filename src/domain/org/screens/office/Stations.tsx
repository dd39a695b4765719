// The stations at a glance: are three eligible workers in place, is the head certified (P1, M4, M5)?

import { Table } from 'antd';
import type { z } from 'zod';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import type { StationRow } from '../../org.ts';
import { useStationRows } from '../shared/use-stations.ts';

type Row = z.infer<typeof StationRow>;
const WANTED = 3;

const complete = (row: Row): boolean => row.eligible >= WANTED && row.lead_certified;

export default function Stations() {
  const answer = useStationRows();
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const rows = answer.data?.rows ?? [];
  const short = rows.filter(row => !complete(row));
  return (
    <>
      <PageSentence>
        {rows.length === 0
          ? '正在读取…'
          : short.length === 0
            ? `${rows.length} 个社工站今天都有 3 名符合条件的社工，站长均持全国社会工作者职业资格证书。`
            : `${rows.length} 个社工站中有 ${short.length} 个今天人员配备不足：${short.map(row => row.name).join('、')}。`}
      </PageSentence>
      <Table<Row>
        size="small"
        rowKey="id"
        pagination={false}
        loading={answer.isPending}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: '社工站', dataIndex: 'name' },
          { title: '标牌', dataIndex: 'sign' },
          { title: '在岗社工（人）', dataIndex: 'workers', align: 'right' },
          { title: '符合条件（人）', dataIndex: 'eligible', align: 'right' },
          {
            title: '站长持证',
            key: 'lead',
            render: (_, row) => (
              <StatusTag mood={row.lead_certified ? 'good' : 'warn'}>{row.lead_certified ? '持证' : '未持证'}</StatusTag>
            ),
          },
          {
            title: '配备',
            key: 'all',
            render: (_, row) => <StatusTag mood={complete(row) ? 'good' : 'warn'}>{complete(row) ? '齐备' : '不足'}</StatusTag>,
          },
          { title: '开办日', dataIndex: 'opened_on' },
        ]}
      />
    </>
  );
}
