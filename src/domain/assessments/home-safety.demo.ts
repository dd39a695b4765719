// The demo county's own instrument (演示数据): how a county writes one, with an interval of repetition and a rule that moves the grade.

import type { InstrumentInput } from './assessments.ts';

const look = (key: string, title: string, hint: string) => ({
  kind: 'choice' as const,
  key,
  title,
  hint,
  options: [
    { value: 'safe', label: '没有隐患', score: 0 },
    { value: 'watch', label: '有隐患，可以自己整改', score: 1 },
    { value: 'danger', label: '有危险，须马上处理', score: 3 },
  ],
});

export const HOME_SAFETY: InstrumentInput = {
  format: 1,
  code: 'home_safety',
  title: '居家安全检查（本县）',
  short: '居家安全',
  purpose: '入户时看一遍住处的安全，每半年一次，发现隐患及时处理。',
  informants: ['worker'],
  sections: [
    {
      key: 'house',
      title: '住处',
      score: 'sum',
      items: [
        look('power', '用电', '电线老化、插座破损、电器长期不断电'),
        look('fire', '用火用气', '灶台、柴火、煤气瓶、胶管'),
        look('floor', '地面与台阶', '湿滑、不平、没有扶手、光线暗'),
        look('roof', '房屋', '漏雨、墙体开裂、靠近山坡'),
      ],
    },
    {
      key: 'person',
      title: '本人',
      items: [
        { kind: 'number', key: 'falls', title: '近半年跌倒', unit: '次', min: 0, max: 99 },
        { kind: 'yes_no', key: 'helper', title: '出事时能不能叫到人', hint: '邻居、亲属或呼叫器' },
        { kind: 'text', key: 'todo', title: '约定的整改', max: 200 },
      ],
    },
  ],
  total: { how: 'sum', better: 'lower', shown_while_filling: true },
  grades: [
    { code: 'fine', label: '安全', from: 0, to: 0, meaning: '没有发现隐患。' },
    { code: 'watch', label: '有隐患', from: 1, to: 4, meaning: '与本人约定整改，下次入户复看。' },
    { code: 'danger', label: '有危险', from: 5, to: 12, meaning: '当天报告站长，联系村（居）委会处理。', attention: true },
  ],
  adjustments: [
    {
      code: 'falls',
      title: '近半年跌倒 2 次及以上，加重一级',
      when: { item: 'falls', at_least: 2 },
      effect: { worse: 1 },
    },
  ],
  repeat_days: 180,
  source: '演示县民政局编写（演示数据）',
  licence: '本县自编，可自由使用',
};
