// For tests of what is printed and counted: one visit of every sort, reviewed where it is reviewed.

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { approve, returnRecord } from '#domain/records/records.ts';
import type { Person } from '#server/testing.ts';
import { approveTogether, call, elder, elsewhere, homeVisit, type World, worker } from './testing.ts';
import { withdraw } from './visits.ts';

const INK =
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><path d="M20 70 C 80 10, 120 90, 180 40 S 250 60, 280 30" stroke="black" stroke-width="5" fill="none"/></svg>';

async function sent(by: Person, bytes: Buffer, use: string): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const answer = await by.put(`/api/files/${hash}?use=${use}`, bytes);
  if (answer.status !== 200) throw new Error(`the picture was refused: ${await answer.text()}`);
  return hash;
}

/** One visit of every sort, reviewed where it is reviewed; answers their ids by what they are. */
export async function visitsOfEverySort({ who, recorded }: World): Promise<Record<string, string>> {
  const phone = who('hongmao.1');
  const drawn = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7aa5c4' } })
    .jpeg()
    .toBuffer();
  const [photo, signature] = [
    await sent(phone, drawn, 'photo'),
    await sent(phone, await sharp(Buffer.from(INK)).png().toBuffer(), 'signature'),
  ];
  const base = homeVisit(elder);
  const paired = homeVisit(elder, {
    visited_on: '2026-11-20',
    started_at: '09:10',
    ended_at: '09:50',
    co_workers: [worker('hongmao.2'), worker('hongmao.zhanzhang')],
    photos: [photo],
    signature,
    next_on: '2026-12-20',
    content: {
      ...base.content,
      notes: '=HYPERLINK("http://x")王亚妹独自在家,\n精神尚好。',
      followups: [{ what: '联系村医', due_on: '2026-11-30' }],
    },
  });
  const ids = {
    paired: await recorded('hongmao.1', paired),
    late: await recorded('hongmao.1', homeVisit(elder, { visited_on: '2026-11-02', late_reason: '山里无信号', unusual: true })),
    returned: await recorded('hongmao.1', homeVisit(elder, { visited_on: '2026-11-21' })),
    withdrawn: await recorded('hongmao.1', homeVisit(elder)),
    call: await recorded('hongmao.1', call(elder)),
    nobody: await recorded('hongmao.1', homeVisit(elder, { outcome: 'nobody', content: {}, place_reason: undefined })),
    secret: await recorded('yinggen.1', homeVisit(elsewhere)),
  };
  const head = who('hongmao.zhanzhang');
  const done = [
    await approveTogether(
      head,
      [ids.late, ids.call, ids.nobody].map(id => ({ id, revision: 1 })),
    ),
    await who('xiangmu').send(approve, { what: 'visits', id: ids.paired, revision: 1, remark: '记录完整' }),
    await head.send(returnRecord, { what: 'visits', id: ids.returned, revision: 1, remark: '请补充' }),
    await phone.send(withdraw, { id: ids.withdrawn, revision: 1, reason: '重复' }),
  ];
  for (const { status, body } of done) if (status !== 200) throw new Error(JSON.stringify(body));
  return ids;
}
