// Photos and signatures are drawn anew before they are kept (SEC-10, PRI-10): what comes out holds pixels and nothing else, no place,
// camera, profile or hidden attachment. Memory is bounded: few pixels, one thread a picture, two pictures at once.

import sharp from 'sharp';
import { AppError } from '#kernel/errors.ts';
import { slots } from '../slots.ts';

sharp.cache(false);
sharp.concurrency(1);

export type Picture = { bytes: Buffer; thumb: Buffer; width: number; height: number };
export type Signature = { bytes: Buffer; width: number; height: number };
type Format = 'jpeg' | 'png' | 'webp';

const MAX_BYTES = 15 * 1024 * 1024;
const MAX_SIGNATURE_BYTES = 200 * 1024;
/** Read line by line. */
const MAX_PIXELS: Record<Format, number> = { jpeg: 50_000_000, png: 25_000_000, webp: 16_000_000 };
/** Progressive JPEG and interlaced PNG are held whole in memory, as is every WebP: up to 8 bytes a pixel. */
const MAX_WHOLE_PIXELS = 16_000_000;
const MAX_SIGNATURE_PIXELS = 4_000_000;
const SIDE = 2048;
const THUMB_SIDE = 320;
const TIMEOUT_SECONDS = 20;

const SAY_FORMAT = '只能上传 JPG、PNG 或 WebP 格式的照片,请换一张;也可以用手机重新拍摄。';
const SAY_HEIC = '这是苹果手机的 HEIC 照片,暂不支持。请在“设置-相机-格式”中选“兼容性最佳”后重新拍摄,或转成 JPG 后上传。';
const SAY_BROKEN = '这张图片不完整或已损坏,请重新拍摄或重新选择后再上传。';
const SAY_BYTES = '照片不能超过 15 MB,请缩小后再上传。';
const SAY_PIXELS = '照片的像素过多,请把分辨率调到 1600 万像素以内后再上传。';
const SAY_SIGNATURE = '签名图片不能超过 200 KB,请重新签名。';

const gate = slots(2, 64);

const starts = (bytes: Buffer, sign: string, at = 0): boolean =>
  bytes.subarray(at, at + sign.length).equals(Buffer.from(sign, 'latin1'));

/** The format by the first bytes; names and declared types are not believed. */
function formatOf(bytes: Buffer): Format {
  if (starts(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (starts(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return 'webp';
  const heic = starts(bytes, 'ftyp', 4) && /^(hei|hev|mif1|msf1)/.test(bytes.toString('latin1', 8, 12));
  throw new AppError('unsupported_file', { say: heic ? SAY_HEIC : SAY_FORMAT });
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads the header only; refuses what would unfold to too many pixels. */
async function measure(bytes: Buffer, limit: number): Promise<void> {
  const { width, height, isProgressive } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(broken);
  if (width * height > (isProgressive ? Math.min(limit, MAX_WHOLE_PIXELS) : limit))
    throw new AppError('too_large', { say: SAY_PIXELS });
}

/** Whatever the decoder objects to is the file's fault: the file was checked before, and nothing else is read or written. */
function broken(): never {
  throw new AppError('unsupported_file', { say: SAY_BROKEN });
}

/** A decoder that gives up on damage, on too many pixels and after some seconds. */
const reader = (bytes: Buffer, limit: number) =>
  sharp(bytes, { limitInputPixels: limit, failOn: 'error' }).timeout({ seconds: TIMEOUT_SECONDS });

/**
 * A photo as it is kept: upright sRGB JPEG of at most 2048 px a side, and a thumbnail of at most 320 px.
 * @throws AppError `unsupported_file` (not a whole JPEG, PNG or WebP), `too_large` (over 15 MB or too many pixels),
 * `too_many_requests` (queue full).
 */
export async function cleanPicture(input: Uint8Array): Promise<Picture> {
  const bytes = view(input);
  if (bytes.length > MAX_BYTES) throw new AppError('too_large', { say: SAY_BYTES });
  const limit = MAX_PIXELS[formatOf(bytes)];
  return gate(async () => {
    await measure(bytes, limit);
    const { data, info } = await reader(bytes, limit)
      .autoOrient()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
      .catch(broken);
    const thumb = await sharp(data)
      .resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer();
    return { bytes: data, thumb, width: info.width, height: info.height };
  });
}

/**
 * A signature as it is kept: grey PNG on white, trimmed to the ink, at most 800 × 400 px.
 * @throws AppError `unsupported_file` (not a whole PNG), `too_large` (over 200 KB or 4 million pixels), `invalid` (nothing is drawn).
 */
export async function cleanSignature(input: Uint8Array): Promise<Signature> {
  const bytes = view(input);
  if (bytes.length > MAX_SIGNATURE_BYTES) throw new AppError('too_large', { say: SAY_SIGNATURE });
  if (!starts(bytes, '\x89PNG\r\n\x1a\n'))
    throw new AppError('unsupported_file', { say: '签名须为 PNG 图片,请在签名框中重新签名。' });
  return gate(async () => {
    await measure(bytes, MAX_SIGNATURE_PIXELS);
    const grey = await reader(bytes, MAX_SIGNATURE_PIXELS)
      .flatten({ background: 'white' })
      .toColourspace('b-w')
      .png()
      .toBuffer()
      .catch(broken);
    const { channels } = await sharp(grey).stats();
    if (channels[0]!.max - channels[0]!.min < 32)
      throw new AppError('invalid', { issues: [{ path: 'signature', message: '签名是空白的,请重新签名。' }] });
    const { data, info } = await sharp(grey)
      .trim({ threshold: 16 })
      .resize({ width: 800, height: 400, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  });
}
