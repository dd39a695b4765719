import { describe, expect, it } from 'vitest';
import { BASE, CHILD, ELDER, hongmao, levels, lines, one, read, WOMAN } from './testing.ts';

describe('a sheet', () => {
  it('has title lines, a header, people, totals, signatures, blank and numbered empty lines', async () => {
    const { people, skipped, summary } = await read(
      lines([
        ['红毛镇2023年特殊困难老年人花名册', '', '', '', ''],
        ['填报单位:红毛镇人民政府', '', '', '填报日期:2023年6月', ''],
        ['序号', '姓 名', '身份证\n号码', '所属村', '对象类别'],
        [1, '王小明', ELDER, '什寒村委会', '独居老人'],
        ['', '', '', '', ''],
        ['序号', '姓 名', '身份证\n号码', '所属村', '对象类别'],
        [2, '符桂英', WOMAN, '坎茂村', '低保'],
        [3, '', '', '', ''],
        ['合计', '', '', '2人', ''],
        ['填表人:李四', '', '', '审核人:', ''],
      ]),
    );
    expect(people.map(row => [row.rowNumber, row.person.name, row.person.village])).toEqual([
      [4, '王小明', '469030105207'],
      [7, '符桂英', '469030105205'],
    ]);
    expect(people.flatMap(row => row.issues)).toEqual([]);
    expect(skipped.map(e => `${e.rowNumber}${e.why}`)).toEqual([
      '1title',
      '2title',
      '3header',
      '6header',
      '9total',
      '10signature',
    ]);
    expect(summary).toMatchObject({
      rows: 2,
      errors: 0,
      doubts: 0,
      problems: [],
      sheets: [{ headerRow: 3, blank: 2, state: 'read' }],
    });
  });

  it('may have a header of two lines, with merged cells repeated or left blank', async () => {
    const data = [1, '王小明', ELDER, '红毛镇', '什寒村', '3组', '王海', '13812345678', '独居'];
    const repeated = [
      ['序号', '姓名', '身份证号', '家庭住址', '家庭住址', '家庭住址', '监护人', '监护人', '类别'],
      ['序号', '姓名', '身份证号', '乡镇', '村', '组', '姓名', '电话', '类别'],
    ];
    const blank = [
      ['序号', '姓名', '身份证号', '家庭住址', '', '', '监护人', '', '类别'],
      ['', '', '', '乡镇', '村', '组', '姓名', '电话', ''],
    ];
    const grouped = [
      ['基本情况', '', '', '家庭住址', '', '', '监护人', '', '其他'],
      ['序号', '姓名', '身份证号', '乡镇', '村', '组', '姓名', '电话', '类别'],
    ];
    for (const header of [repeated, blank, grouped]) {
      const { people, summary } = await read(lines([['红毛镇花名册', '', '', '', '', '', '', '', ''], ...header, data]));
      expect(summary.problems).toEqual([]);
      expect(people[0]!.person).toMatchObject({
        name: '王小明',
        village: '469030105207',
        group: '3组',
        guardian: '王海',
        guardianPhone: '13812345678',
        categories: ['lives_alone'],
      });
      expect(people).toHaveLength(1);
    }
  });

  it('may have a second header with other columns further down', async () => {
    const { people } = await read(
      lines([
        ['姓名', '身份证号', '村', '类别'],
        ['王小明', ELDER, '什寒村', '独居'],
        ['类别', '村', '身份证号', '姓名'],
        ['低保', '坎茂村', WOMAN, '符桂英'],
      ]),
    );
    expect(people.map(row => row.person.name)).toEqual(['王小明', '符桂英']);
  });

  it('may name village or category once, as a line over its people', async () => {
    const { people, skipped } = await read(
      lines([
        ['姓名', '身份证号', '住址'],
        ['什寒村委会', '', ''],
        ['王小明', ELDER, ''],
        ['一、特困人员', '一、特困人员', '一、特困人员'],
        ['符桂英', WOMAN, ''],
      ]),
    );
    expect(people.map(row => [row.person.village, row.person.categories])).toEqual([
      ['469030105207', []],
      ['469030105207', ['extremely_poor']],
    ]);
    expect(skipped.map(e => e.why)).toEqual(['header', 'section', 'section']);
  });

  it('takes its category from the title when no column says it, and says so', async () => {
    const { people, summary } = await read(
      lines(
        [
          ['2023年农村低保对象花名册', '', ''],
          ['姓名', '身份证号', '村'],
          ['王小明', ELDER, '什寒村'],
        ],
        'Sheet1',
      ),
    );
    expect(people[0]!.person.categories).toEqual(['dibao_recipient']);
    expect(summary.sheets[0]!.assumed).toBe('dibao_recipient');
    const two = await read(
      lines(
        [
          ['留守儿童和困境儿童台账', '', ''],
          ['姓名', '身份证号', '村'],
          ['王小明', CHILD, '什寒村'],
        ],
        'Sheet1',
      ),
    );
    expect(levels(two.people[0]!)).toEqual(['categories:doubt']);
  });

  it('marks categories in columns of their own', async () => {
    const row = await one({ ...BASE, 对象类别: '', 是否低保: '是', 独居: '√', 空巢: '否', 是否残疾: '' });
    expect(row.person.categories).toEqual(['dibao_recipient', 'lives_alone']);
    expect(row.issues).toEqual([]);
  });

  it('that is hidden is counted, not read; several sheets are read one after another', async () => {
    const header = ['姓名', '身份证号', '村', '类别'];
    const rows = [
      ...lines([header, ['王小明', ELDER, '什寒村', '独居']], '一'),
      ...lines([header, ['符桂英', WOMAN, '坎茂村', '低保']], '二', true),
      ...lines([['说明'], ['本表由民政办填写']], '三'),
      ...lines([header, ['符桂英', WOMAN, '坎茂村', '低保']], '四'),
    ];
    const { people, summary } = await read(rows);
    expect(people.map(row => row.sheet)).toEqual(['一', '四']);
    expect(summary.sheets.map(sheet => sheet.state)).toEqual(['read', 'hidden', 'no_header', 'read']);
    expect(summary.skipped.hidden).toBe(2);
    expect((await read(rows, { ...hongmao, includeHidden: true })).people).toHaveLength(3);
  });

  it('stops, with a sentence, where an important column cannot be told', async () => {
    const unclear = await read(
      lines([
        ['姓名', '身份证件登记号', '村'],
        ['王小明', ELDER, '什寒村'],
      ]),
    );
    expect(unclear.people).toEqual([]);
    expect(unclear.summary.problems[0]).toContain('第 B 列「身份证件登记号」像是「身份证号」');
    expect(unclear.summary.skipped.stopped).toBe(1);
    const twice = await read(
      lines([
        ['姓名', '身份证号', '身份证号码', '村'],
        ['王小明', ELDER, ELDER, '什寒村'],
      ]),
    );
    expect(twice.summary.problems[0]).toContain('第 B 列和第 C 列');
    const none = await read(
      lines([
        ['身份证号', '村', '类别'],
        [ELDER, '什寒村', '低保'],
      ]),
    );
    expect(none.summary.problems[0]).toContain('没有找到「姓名」列');
    expect((await read([])).summary.problems).toHaveLength(1);
  });

  it('lists the columns nobody reads, and leaves other people out of it', async () => {
    const { people, summary } = await read(
      lines([
        ['姓名', '身份证号', '村', '类别', '房屋结构', '父亲姓名', '父亲身份证号', '管护员姓名'],
        ['王小明', ELDER, '什寒村', '独居', '砖混', '王大', WOMAN, '李四'],
      ]),
    );
    expect(summary.sheets[0]!.unread).toEqual([
      { column: 'E', header: '房屋结构', why: 'unknown' },
      { column: 'H', header: '管护员姓名', why: 'unknown' },
    ]);
    expect(people[0]!.person).toMatchObject({ name: '王小明', identity: ELDER });
  });

  it.each([
    ['户主姓名', 'name'],
    ['对象姓名', 'name'],
    ['老人姓名', 'name'],
    ['儿童姓名', 'name'],
    ['姓名(必填)', 'name'],
    ['*姓名', 'name'],
    ['身份证号码', 'identity'],
    ['公民身份号码', 'identity'],
    ['证件号码', 'identity'],
    ['身份证', 'identity'],
    ['居民身份证号', 'identity'],
    ['出生年月', 'born'],
    ['出生日期(公历)', 'born'],
    ['村/村委会', 'village'],
    ['村(居)', 'village'],
    ['居住村', 'village'],
    ['行政村', 'village'],
    ['自然村', 'group'],
    ['家庭住址', 'address'],
    ['户籍地址', 'registeredAddress'],
    ['手机', 'phone'],
    ['联系方式', 'phone'],
    ['人员类型', 'categories'],
    ['保障类型', 'categories'],
    ['备注类别', 'categories'],
    ['家庭人口(人)', 'householdSize'],
    ['监护人联系电话', 'guardianPhone'],
    ['紧急联系人', 'contact'],
    ['联系人电话', 'contactPhone'],
    ['残疾证号', 'disabilityNo'],
    ['残疾等级', 'disabilityGrade'],
    ['低保证号', 'dibaoNo'],
    ['开始日期', 'since'],
    ['文化程度', 'education'],
    ['与户主关系', 'relation'],
  ])('reads the header %s as %s', async (header, field) => {
    const rest: Record<string, string> =
      field === 'name' ? { 身份证号: ELDER } : field === 'identity' ? { 姓名: '王小明' } : { 姓名: '王小明', 身份证号: ELDER };
    const { summary, people } = await read(
      lines([
        [...Object.keys(rest), header],
        [...Object.values(rest), 'x1'],
      ]),
    );
    expect(summary.problems).toEqual([]);
    expect(summary.sheets[0]!.unread).toEqual([]);
    expect(people).toHaveLength(1);
  });
});
