// Text as people and spreadsheets leave it, made plain: one width, no invisible characters. Pure; browser and server.

/**
 * Width folded (NFKC: １２３ → 123, （ → (), line ends and tabs made spaces, invisible characters (zero width, direction marks, controls)
 * removed, runs of spaces made one, ends trimmed.
 */
export const plainText = (text: string): string =>
  text
    .replace(/[\t\r\n\u0085\u2028\u2029]+/g, ' ')
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** `plainText` without any space: for numbers, headers and codes. */
export const tightText = (text: string): string => plainText(text).replace(/ /g, '');
