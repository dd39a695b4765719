import { describe, expect, it } from 'vitest';
import divisions from '../../../../db/seed/divisions-469030.json' with { type: 'json' };
import { BASE, CHILD, ELDER, hongmao, levels, lines, names, one, read, says, WOMAN } from './testing.ts';

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
    expect(says(row, 'born')).toContain('表中是 1944 年，身份证号中是 1943 年');
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
    expect(levels(await one({ ...BASE, 备注: '2023年5月去世' }))).toEqual(['name:doubt']);
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
