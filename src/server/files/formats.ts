// Which picture or document is it, by its first bytes? Names and declared types are not believed (SEC-10).

import { AppError } from '#kernel/errors.ts';

export type Format = 'jpeg' | 'png' | 'webp';

const starts = (bytes: Buffer, sign: string, at = 0): boolean =>
  bytes.subarray(at, at + sign.length).equals(Buffer.from(sign, 'latin1'));

/** The format of a photo; refuses everything but JPEG, PNG and WebP with `unsupported_file`. */
export function formatOf(bytes: Buffer): Format {
  if (starts(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (starts(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return 'webp';
  const heic = starts(bytes, 'ftyp', 4) && /^(hei|hev|mif1|msf1)/.test(bytes.toString('latin1', 8, 12));
  throw new AppError('unsupported_file', {
    say: heic
      ? '这是苹果手机的 HEIC 照片，暂不支持。请在“设置-相机-格式”中选“兼容性最佳”后重新拍摄，或转成 JPG 后上传。'
      : '只能上传 JPG、PNG 或 WebP 格式的照片，请换一张；也可以用手机重新拍摄。',
  });
}

/** Refuses what is no document people hand in: PDF, Word, Excel and PowerPoint of today (zip) and of before 2007, JPEG, PNG. */
export function mustBeDocument(bytes: Buffer): void {
  const known = ['%PDF-', 'PK\x03\x04', '\xd0\xcf\x11\xe0', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n'];
  if (!known.some(sign => starts(bytes, sign)))
    throw new AppError('unsupported_file', {
      say: '只能上传 PDF、Word、Excel、PPT 文件，或 JPG、PNG 图片；视频和网页请截图或转成 PDF 后上传。',
    });
}

/** The refusal of a picture that the decoder could not read to its end. */
export const brokenPicture = (): AppError =>
  new AppError('unsupported_file', { say: '这张图片不完整或已损坏，请重新拍摄或重新选择后再上传。' });
