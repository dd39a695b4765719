// Draws photos and signatures anew, so that what is kept holds pixels and nothing else: no place, camera, profile or hidden
// attachment (SEC-10, PRI-10). Runs in the picture process only (pictures.ts), which is why nothing else imports it.

import sharp from 'sharp';
import { AppError } from '#kernel/errors.ts';
import { brokenPicture, type Format, formatOf } from './formats.ts';

sharp.cache(false);
sharp.concurrency(1);

/** `look`: 16 hexadecimal digits that stay nearly the same when the photo is scaled, cut a little or saved anew. */
export type Picture = { bytes: Buffer; thumb: Buffer; width: number; height: number; look: string };
export type Signature = { bytes: Buffer; width: number; height: number };

/** Read line by line. */
const MAX_PIXELS: Record<Format, number> = { jpeg: 50_000_000, png: 25_000_000, webp: 16_000_000 };
/** Progressive JPEG and interlaced PNG are held whole in memory, as is every WebP: up to 8 bytes a pixel. */
const MAX_WHOLE_PIXELS = 16_000_000;
const MAX_SIGNATURE_PIXELS = 4_000_000;
const SIDE = 2048;
const THUMB_SIDE = 320;

/** Whatever the decoder objects to is the file's fault: it works on these bytes alone. */
function broken(): never {
  throw brokenPicture();
}

/** Reads the header only; refuses what would unfold to too many pixels. */
async function measure(bytes: Buffer, limit: number): Promise<void> {
  const { width, height, isProgressive } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(broken);
  if (width * height <= (isProgressive ? Math.min(limit, MAX_WHOLE_PIXELS) : limit)) return;
  throw new AppError('too_large', { say: '照片的像素过多，请把分辨率调到 1600 万像素以内后再上传。' });
}

/** A decoder that gives up on damage and on too many pixels. */
const reader = (bytes: Buffer, limit: number) => sharp(bytes, { limitInputPixels: limit, failOn: 'error' });

/** Upright sRGB JPEG of at most 2048 px a side, and a thumbnail of at most 320 px. */
export async function drawPicture(bytes: Buffer): Promise<Picture> {
  const limit = MAX_PIXELS[formatOf(bytes)];
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
  return { bytes: data, thumb, width: info.width, height: info.height, look: await lookOf(thumb) };
}

/** Whether each of 8 × 8 cells is brighter than its right neighbour (difference hash). */
async function lookOf(thumb: Buffer): Promise<string> {
  const cells = await sharp(thumb).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
  let bits = 0n;
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++)
      bits = (bits << 1n) | (cells[row * 9 + column]! > cells[row * 9 + column + 1]! ? 1n : 0n);
  return bits.toString(16).padStart(16, '0');
}

/** Grey PNG on white, trimmed to the ink, at most 800 × 400 px; refuses a blank one with `invalid`. */
export async function drawSignature(bytes: Buffer): Promise<Signature> {
  await measure(bytes, MAX_SIGNATURE_PIXELS);
  const grey = await reader(bytes, MAX_SIGNATURE_PIXELS)
    .flatten({ background: 'white' })
    .toColourspace('b-w')
    .png()
    .toBuffer()
    .catch(broken);
  const { channels } = await sharp(grey).stats();
  const blank = channels[0]!.max - channels[0]!.min < 32;
  if (blank) throw new AppError('invalid', { issues: [{ path: 'signature', message: '签名是空白的，请重新签名。' }] });
  const { data, info } = await sharp(grey)
    .trim({ threshold: 16 })
    .resize({ width: 800, height: 400, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}
