import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCheckDigit } from '#kernel/identity.ts';
import divisions from '../../../../db/seed/divisions-469030.json' with { type: 'json' };
import { generatePerson, seeded } from '../people.demo.ts';
import type { RosterContext, RosterField, RosterRow } from './person.ts';
import { renderPerson, TEMPLATE_HEADERS } from './render.ts';
import { parseRoster, type RosterEvent, type RosterSummary, type SheetRow } from './roster.ts';
import { villageReader } from './villages.ts';

const villages = divisions.townships.flatMap(town => town.villages);
const hongmao: RosterContext = {
  today: '2026-11-23',
  villages,
  townships: divisions.townships,
  township: '469030105',
  areaCode: '0898',
};
const county: RosterContext = { ...hongmao, township: null };
const names = villageReader(villages, divisions.townships);
const ELDER = withCheckDigit('46003619430506121');
const WOMAN = withCheckDigit('46003619501012002');
const CHILD = withCheckDigit('46903020140301123');

type Cell = string | number;
/** Lines as a spreadsheet reader gives them; a number is a numeric cell. */
const lines = (rows: readonly (readonly Cell[])[], sheet = '花名册', hidden = false): SheetRow[] =>
  rows.map((cells, i) => ({
    sheet,
    hidden,
    rowNumber: i + 1,
    cells: cells.map(String),
    numeric: cells.map(cell => typeof cell === 'number'),
  }));

async function read(rows: Iterable<SheetRow>, context: RosterContext = hongmao) {
  const events: RosterEvent[] = [];
  for await (const event of parseRoster(rows, context)) events.push(event);
  const summary = events.at(-1) as RosterSummary;
  return {
    people: events.filter(e => e.kind === 'row') as RosterRow[],
    skipped: events.filter(e => e.kind === 'skipped'),
    summary,
  };
}

/** One person under the given headers. */
async function one(cells: Record<string, Cell>, context: RosterContext = hongmao): Promise<RosterRow> {
  const { people, summary } = await read(lines([Object.keys(cells), Object.values(cells)]), context);
  if (people.length !== 1) throw new Error(`one person expected: ${JSON.stringify(summary)}`);
  return people[0]!;
}
const levels = (row: RosterRow) => row.issues.map(issue => `${issue.field}:${issue.level}`);
const says = (row: RosterRow, field: RosterField) =>
  row.issues
    .filter(issue => issue.field === field)
    .map(issue => issue.say)
    .join();
const BASE = { 姓名: '王小明', 身份证号: ELDER, 村委会: '什寒村', 对象类别: '独居老人' };

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

describe('a number', () => {
  it('is cleaned, an old one converted and doubted, a damaged one wrong', async () => {
    expect((await one({ ...BASE, 身份证号: ` '${ELDER.slice(0, 6)} ${ELDER.slice(6)}` })).issues).toEqual([]);
    const old = await one({ ...BASE, 身份证号: '460036430506121' });
    expect(old.person).toMatchObject({ born: '1943-05-06', sex: '1' });
    expect(levels(old)).toEqual(['identity:doubt']);
    for (const damaged of [
      '4.6903E+17',
      469030194305061000,
      `${ELDER.slice(0, 17)}${ELDER.endsWith('1') ? '2' : '1'}`,
      ELDER.slice(0, 17),
      '460036********1219',
    ]) {
      const row = await one({ ...BASE, 身份证号: damaged });
      expect(levels(row)).toEqual(['identity:error']);
      expect(row.written.identity).toBe(String(damaged));
      expect(says(row, 'identity')).not.toContain(String(damaged));
    }
  });

  it('may be missing when the birth date is there', async () => {
    const row = await one({ ...BASE, 身份证号: '', 出生日期: '1943.5.6' });
    expect(row.person).toMatchObject({
      identityKind: 'none',
      noNumberReason: 'not_in_roster',
      identity: null,
      born: '1943-05-06',
    });
    expect(row.issues).toEqual([]);
    expect(levels(await one({ ...BASE, 身份证号: '无' }))).toEqual(['born:doubt']);
  });

  it('may be of another document', async () => {
    expect((await one({ ...BASE, 身份证号: 'U460123456', 出生日期: '2020-01-01', 对象类别: '困境儿童' })).person).toMatchObject({
      identityKind: 'birth_certificate',
      identity: 'U460123456',
    });
    expect((await one({ ...BASE, 证件类型: '护照', 身份证号: 'E12345678', 出生日期: '1950-01-01' })).person).toMatchObject({
      identityKind: 'other',
      identity: 'E12345678',
    });
  });

  it('that contradicts birth date or sex is doubted, without printing either', async () => {
    const row = await one({ ...BASE, 出生日期: '1944-05-06', 性别: '女' });
    expect(levels(row)).toEqual(['born:doubt', 'sex:doubt']);
    expect(says(row, 'born')).toContain('表中是 1944 年,身份证号中是 1943 年');
    expect(JSON.stringify(row.issues)).not.toContain('05-06');
    expect(row.person).toMatchObject({ born: '1943-05-06', sex: '1' });
    expect((await one({ ...BASE, 出生日期: '1943年5月', 性别: '男' })).issues).toEqual([]);
    expect(levels(await one({ ...BASE, 出生日期: '1943-05-07' }))).toEqual(['born:doubt']);
  });
});

describe('names, places, telephones', () => {
  it.each<[string, string, string[]]>([
    ['王　小明', '王小明', []],
    ['阿依古丽•买买提', '阿依古丽·买买提', []],
    ['王小明(户主)', '王小明', []],
    ['王小\n明', '王小明', []],
    ['王小明（已故）', '王小明', ['name:doubt']],
    ['王小明、李四', '王小明、李四', ['name:error']],
    ['王小明\n李小花', '王小明李小花', ['name:error']],
    ['王小明 李小花', '王小明李小花', ['name:doubt']],
    ['欧阳 小明', '欧阳小明', []],
    ['王小明2', '王小明2', ['name:doubt']],
    ['', '', ['name:error']],
  ])('the name %j is %s', async (written, name, issues) => {
    const row = await one({ ...BASE, 姓名: written });
    expect(row.person.name).toBe(name);
    expect(levels(row)).toEqual(issues);
  });

  it('a note that the person died is doubted, a note about a parent is not', async () => {
    expect(levels(await one({ ...BASE, 备注: '2023年5月去世' }))).toEqual([]);
    expect(levels(await one({ ...BASE, 备注: '已去世' }))).toEqual(['name:doubt']);
    expect(levels(await one({ ...BASE, 备注: '父亲已故,母亲外出' }))).toEqual([]);
  });

  it.each<[string, string | null]>([
    ['什寒村', '469030105207'],
    ['什寒村委会', '469030105207'],
    ['什寒', '469030105207'],
    ['什寒村民委员会', '469030105207'],
    ['红毛镇坎茂村委会', '469030105205'],
    ['海南省琼中县红毛镇坎茂村', '469030105205'],
    ['坎茂行政村', '469030105205'],
    ['新伟南居委会', '469030105004'],
    ['红毛村委会', null],
    ['什么村', null],
    ['3组', null],
  ])('the village %s is %s', async (written, code) => {
    const row = await one({ ...BASE, 村委会: written });
    expect(row.person.village).toBe(code);
    expect(levels(row)).toEqual(code ? [] : ['village:doubt']);
  });

  it('an ambiguous village, one of another township and none are doubted; a group behind it is kept; an address may tell it', async () => {
    const diaoluo = { ...hongmao, township: '469030200' };
    expect(says(await one({ ...BASE, 村委会: '太平' }, diaoluo), 'village')).toContain('3 个');
    expect((await one({ ...BASE, 村委会: '太平村' }, diaoluo)).person.village).toBe('469030200200');
    expect((await one({ ...BASE, 村委会: '太平社区' }, diaoluo)).person.village).toBe('469030200001');
    expect(levels(await one({ ...BASE, 村委会: '百花村' }))).toEqual(['village:doubt']);
    expect((await one({ ...BASE, 村委会: '什寒村委会什寒一村3组' })).person).toMatchObject({
      village: '469030105207',
      group: '什寒一村3组',
    });
    expect(
      (await one({ 姓名: '王小明', 身份证号: ELDER, 类别: '独居', 家庭住址: '琼中县红毛镇罗担村委会2组8号' })).person.village,
    ).toBe('469030105204');
    expect(levels(await one({ ...BASE, 村委会: '' }))).toEqual(['village:doubt']);
  });

  it('every village of the county is read again from its own full name, short name and with its township', () => {
    for (const town of divisions.townships) {
      for (const { code, name } of town.villages) {
        expect(names.read(names.nameOf(code)!, null).codes).toEqual([code]);
        expect(names.read(name, town.code).codes).toContain(code);
      }
    }
  });

  it('telephones are cleaned; a bad one is left out with a sentence; the guardian may carry one', async () => {
    const row = await one({
      ...BASE,
      联系电话: '138 1234 5678/0898-86222222',
      监护人: '王大 13912345678(父亲)',
      联系人: '李四',
      联系人电话: '1391234567',
    });
    expect(row.person).toMatchObject({
      phone: '13812345678',
      guardian: '王大',
      guardianPhone: '13912345678',
      guardianRelation: '父亲',
      contact: '李四',
      contactPhone: null,
    });
    expect(levels(row)).toEqual(['phone:doubt', 'contactPhone:doubt']);
    expect((await one({ ...BASE, 手机: 13812345678, 固话: '' })).person.phone).toBe('13812345678');
  });

  it('a second bare telephone column belongs to the contact at its left', async () => {
    const { people } = await read(
      lines([
        ['姓名', '身份证号', '村', '类别', '电话', '联系人', '电话'],
        ['王小明', ELDER, '什寒村', '独居', '13812345678', '李四', '13912345678'],
      ]),
    );
    expect(people[0]!.person).toMatchObject({ phone: '13812345678', contact: '李四', contactPhone: '13912345678' });
  });

  it('one value under a header merged over several columns is put together', async () => {
    const { people } = await read(
      lines([
        ['姓名', '身份证号', '村', '类别', '家庭住址', '家庭住址', '家庭住址'],
        ['王小明', ELDER, '什寒村', '独居', '红毛镇', '什寒村', '3组'],
      ]),
    );
    expect(people[0]!.person.address).toBe('红毛镇什寒村3组');
  });
});

describe('the rest of a row', () => {
  it('codes are read by their daily words; what no table knows stays in the note', async () => {
    const row = await one({
      ...BASE,
      民族: '黎',
      与户主关系: '妻子',
      婚姻状况: '丧偶',
      健康状况: '高血压',
      文化程度: '文盲',
      家庭人口: '3人',
      备注: '腿脚不便',
      残疾类别: '肢体',
      残疾等级: '二级',
    });
    expect(row.person).toMatchObject({
      ethnic: '19',
      relation: '12',
      marital: '30',
      health: null,
      householdSize: 3,
      note: '腿脚不便;健康状况:高血压;文化程度:文盲',
      disabilityType: '4',
      disabilityGrade: '2',
    });
    expect(row.person.categories).toEqual(['lives_alone', 'severe_disability']);
    expect(row.issues).toEqual([]);
  });

  it('a disability certificate gives type and grade, and is compared with the number', async () => {
    expect((await one({ ...BASE, 残疾证号: `${ELDER}42` })).person).toMatchObject({ disabilityType: '4', disabilityGrade: '2' });
    expect(levels(await one({ ...BASE, 残疾证号: `${WOMAN}42` }))).toEqual(['disabilityNo:doubt']);
  });

  it('a category that does not fit the age, and one nobody knows, are doubted', async () => {
    expect(levels(await one({ ...BASE, 对象类别: '留守儿童' }))).toEqual(['categories:doubt']);
    const row = await one({ ...BASE, 对象类别: '独居、军属' });
    expect(row.person.categories).toEqual(['lives_alone']);
    expect(levels(row)).toEqual(['categories:doubt']);
    expect((await one({ ...BASE, 身份证号: CHILD, 对象类别: '留守' })).person.categories).toEqual(['left_behind_child']);
  });

  it('no sentence repeats what is in the cells', async () => {
    const row = await one({
      姓名: '王小明2',
      身份证号: `${ELDER}9`,
      出生日期: '1943-5-60',
      性别: '未',
      村: '什么村',
      类别: '某某',
      电话: '1381234567',
      民族: '海南',
      家庭人口: '99人',
      认定日期: '2099-01-01',
    });
    expect(row.issues.length).toBeGreaterThan(7);
    const said = row.issues.map(issue => issue.say).join();
    for (const cell of ['王小明', ELDER, '1943-5-60', '什么村', '某某', '1381234567', '99人', '2099'])
      expect(said).not.toContain(cell);
  });
});

describe('reading again', () => {
  const generated = fc
    .integer({ min: 0, max: 2 ** 31 })
    .map(seed => generatePerson(seeded(seed), { villageCode: villages[seed % villages.length]!.code, day: hongmao.today }));
  const again = (row: RosterRow) => read(lines([TEMPLATE_HEADERS, renderPerson(row.person, names.nameOf)]), county);

  it('a generated person has no issue', async () => {
    await fc.assert(
      fc.asyncProperty(generated, async person => {
        const { people } = await read(lines([TEMPLATE_HEADERS, renderPerson(person, names.nameOf)]), county);
        expect(people[0]!.issues).toEqual([]);
        expect(people[0]!.person).toEqual({ ...person, noNumberReason: person.identity === null ? 'not_in_roster' : null });
      }),
    );
  });

  it('what was read and written back reads the same, however messy it was', async () => {
    const messy = (text: string) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(text) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            ` ${text} `,
            text.replaceAll('', ' '),
            `${text}(备注)`,
            text.normalize('NFKD'),
            `\u200b${text}`,
            '无',
            '1943.5',
            '1943年',
            '13812345678 13912345678',
            '低保/独居',
            '4.69E+17',
          ),
        },
      );
    await fc.assert(
      fc.asyncProperty(
        generated.chain(person => fc.tuple(...renderPerson(person, names.nameOf).map(messy))),
        async cells => {
          const { people } = await read(lines([TEMPLATE_HEADERS, cells]), county);
          const row = people[0];
          if (!row || row.issues.some(issue => issue.level === 'error')) return;
          const second = (await again(row)).people[0]!;
          expect(second.person).toEqual(row.person);
          const doubted = new Set(row.issues.map(issue => issue.field));
          expect(second.issues.filter(issue => !doubted.has(issue.field))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('no cell makes it throw, and every line is a person, a skipped line or blank', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('姓名', '身份证号', '村', '合计', '什寒村', ELDER, '低保', '', '', '1943.5.6'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), async rows => {
        const { people, skipped, summary } = await read(lines(rows));
        const sheet = summary.sheets[0];
        if (sheet && sheet.state !== 'no_header') expect(people.length + skipped.length + sheet.blank).toBe(rows.length);
      }),
    );
  });
});
