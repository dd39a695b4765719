// The national code tables (sex, ethnic group, kinship …): what is stored is the code, what is shown is its name.
// All ten tables are 2.6 KB gzipped, so browser and server share the one file. Serves M4, K2 and the roster import.

import tables from '../../db/seed/code-tables.json' with { type: 'json' };

export type CodeTable = Exclude<keyof typeof tables, '_note'>;
export type CodeItem = { code: string; name: string };

/** How a table is called on screen. */
export const CODE_TABLE_NAMES: Record<CodeTable, string> = {
  sex: '性别',
  marital: '婚姻状况',
  health: '健康状况',
  employment: '从业状况',
  ethnic: '民族',
  education: '学历',
  political: '政治面貌',
  relation: '与户主关系',
  disability_type: '残疾类别',
  disability_grade: '残疾等级',
};

/** The items of a table in the order of the standard, for a list to choose from. */
export const codeItems = (table: CodeTable): readonly CodeItem[] => tables[table].items;

/** Where the values of a table come from. */
export const codeSource = (table: CodeTable): string => tables[table].source;

const names = new Map<CodeTable, Map<string, string>>();
for (const table of Object.keys(CODE_TABLE_NAMES) as CodeTable[]) {
  names.set(table, new Map(tables[table].items.map(item => [item.code, item.name])));
}

/** The Chinese name of a code; null for a code the table does not have. */
export const codeName = (table: CodeTable, code: string | null | undefined): string | null =>
  (code && names.get(table)?.get(code)) || null;

export const isCode = (table: CodeTable, code: string): boolean => names.get(table)?.has(code) ?? false;

/** Endings an office leaves out: 黎 for 黎族, 肢体 for 肢体残疾, 初中 for 初中毕业. */
const ENDINGS: Partial<Record<CodeTable, readonly string[]>> = {
  ethnic: ['族'],
  disability_type: ['残疾', '残'],
  disability_grade: ['级'],
  education: ['毕业', '教育'],
  sex: ['性'],
};

/** Words in daily use and the code each means. */
const ALIASES: Partial<Record<CodeTable, string>> = {
  sex: '男性1 女性2 M1 F2',
  marital: '离异40 离婚未再婚40 单身10 丧配30 有配偶20',
  health: '健康10 良好10 一般20 较弱20 体弱20 慢性病30',
  education: '研究生10 博士11 硕士14 本科21 大学21 大学本科21 大专31 专科31 中专41 技校47 高中61 初中71 小学81',
  political: '党员01 中共党员01 预备党员02 中共预备党员02 团员03 共青团员03 无党派12',
  relation:
    '户主本人02 丈夫11 老公11 妻子12 老婆12 之夫11 之妻12 儿子20 之子20 女儿30 之女30 孙40 外孙43 父51 母52 之父51 之母52 爷爷61 奶奶62 外公63 外婆64 哥哥71 兄长71 嫂子72 弟弟73 姐75 妹77 侄儿93 其他80',
  disability_type: '肢残4 视残1 听残2 智残5 精残6 语言3 语言残疾3',
  disability_grade: '壹级1 贰级2 叁级3 肆级4 I级1 II级2 III级3 IV级4',
};

const spoken = new Map<CodeTable, Map<string, string>>();
function lookup(table: CodeTable): Map<string, string> {
  const known = spoken.get(table);
  if (known) return known;
  const made = new Map<string, string>();
  const add = (text: string, code: string): void => {
    if (!made.has(text)) made.set(text, code);
  };
  for (const { code, name } of tables[table].items) add(name, code);
  for (const { code } of tables[table].items) {
    add(code, code);
    add(code.replace(/^0(?=\d)/, ''), code);
  }
  for (const [, text, code] of (ALIASES[table] ?? '').matchAll(/(\D+?)(\d+)(?: |$)/g)) add(text!, code!);
  for (const { code, name } of tables[table].items) {
    for (const ending of ENDINGS[table] ?? [])
      if (name.endsWith(ending) && name.length > ending.length) add(name.slice(0, -ending.length), code);
  }
  spoken.set(table, made);
  return made;
}

/** The code that a person's word means (its code, its name, or a usual short form); null when the table knows no such word. */
export const codeFor = (table: CodeTable, text: string): string | null => lookup(table).get(text.trim()) ?? null;
