// What is shown of a person's data to somebody who need not see all of it (PRI-04). Pure; browser and server.

const STARS = '*';

/** Surnames of two characters that occur among living people; of a name they count as the surname. */
export const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  '欧阳 上官 皇甫 令狐 诸葛 司徒 司马 司空 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 宇文 端木 东方 独孤 南宫 西门 公孙 公冶 百里 呼延 濮阳 淳于 单于 太史 钟离 轩辕 拓跋 闻人 澹台 万俟 赫连 第五 鲜于 闾丘 仲孙 亓官'.split(
    ' ',
  ),
);

/** 王小明 → 王**, 欧阳娜 → 欧阳*, 阿依古丽·买买提 → 阿***: the surname stays; at most three stars, so that a long name does not show its length. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  if (characters.length === 0) return '';
  if (characters.length === 1) return STARS;
  const kept = characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1;
  return characters.slice(0, kept).join('') + STARS.repeat(Math.min(3, characters.length - kept));
}

/** In a list the first and the last character, in detail the first 6 and last 4; a number of another document always the short way. */
export function maskIdentity(number: string, form: 'list' | 'detail'): string {
  if (number.length < 4) return STARS.repeat(number.length);
  const [front, back] = form === 'detail' && number.length >= 15 ? [6, 4] : [1, 1];
  return number.slice(0, front) + STARS.repeat(number.length - front - back) + number.slice(-back);
}

/** 138****1234; a landline keeps its area code and last four digits. */
export function maskPhone(number: string): string {
  const landline = /^(0\d{2,3})-?(\d{3,4})(\d{4})$/.exec(number);
  if (landline) return `${landline[1]}-${STARS.repeat(landline[2]!.length)}${landline[3]}`;
  if (number.length < 8) return STARS.repeat(number.length);
  return number.slice(0, 3) + STARS.repeat(number.length - 7) + number.slice(-4);
}

/** The address to the village group: what comes after 村, 组, 队, 社区 …, and any house number, becomes ***. */
export function maskAddress(address: string): string {
  const text = address.trim();
  if (text === '') return '';
  const house = text.search(/[\d一二三四五六七八九十百零〇]+(?:-\d+)*\s*(?:号|栋|幢|单元|室|楼|弄)/u);
  const head = house < 0 ? text : text.slice(0, house);
  const kept =
    /^.*(?:村民小组|小组|村委会|居委会|村|组|队|连|社区|屯|寨|场|居)/u.exec(head)?.[0] ??
    /^.*?(?:镇|乡|街道)/u.exec(head)?.[0] ??
    /^.*?(?:县|市)/u.exec(head)?.[0] ??
    '';
  return kept === text ? text : `${kept}***`;
}
