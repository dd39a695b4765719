import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cleanPicture, cleanSignature } from './pictures.ts';

const scene = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#3a6', noise: { type: 'gaussian', mean: 120, sigma: 30 } } });
const GPS = {
  IFD0: { Make: 'Huawei', Copyright: 'village name' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '19/1 2/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '109/1 50/1 0/1' },
};
const photo = () => scene(400, 300).withExif(GPS).jpeg().toBuffer();
const refusal = (code: string, say: string) => expect.objectContaining({ code, say: expect.stringContaining(say) });

/** Whether an EXIF block has the pointer to the place (tag 0x8825) and its latitude, 19 over 1. */
const holdsPlace = (exif: Buffer): boolean =>
  exif.includes(Buffer.of(0x25, 0x88)) && exif.includes(Buffer.of(19, 0, 0, 0, 1, 0, 0, 0));

const parentOf = (pid: string): string | undefined => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
/** The picture process, found as the only child of this one that runs it. */
function drawer(): number {
  const runs = (pid: string): boolean => {
    try {
      return parentOf(pid) === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pixels.process');
    } catch {
      return false; // it ended while we looked
    }
  };
  return Number(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .find(runs),
  );
}
const peakMiB = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

/** A PNG that declares a size and holds next to nothing. */
async function bomb(width: number, height: number): Promise<Buffer> {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

describe('a photo is refused', () => {
  it.each([
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), '兼容性最佳'],
    ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'latin1'), 'JPG、PNG 或 WebP'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'JPG、PNG 或 WebP'],
    ['GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'JPG、PNG 或 WebP'],
    ['HTML', Buffer.from('<html><img src=x onerror=alert(1)></html>'), 'JPG、PNG 或 WebP'],
    ['PDF', Buffer.from('%PDF-1.7'), 'JPG、PNG 或 WebP'],
    ['nothing', Buffer.alloc(0), 'JPG、PNG 或 WebP'],
    ['a JPEG beginning only', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), '损坏'],
    ['a script that begins like a JPEG', Buffer.from('\xff\xd8\xff<script>alert(1)</script>', 'latin1'), '损坏'],
  ])('when it is %s', async (_, bytes, say) => {
    await expect(cleanPicture(bytes)).rejects.toEqual(refusal('unsupported_file', say));
  });

  it.each(['jpeg', 'png', 'webp'] as const)('when it is a %s that was cut off on the way', async format => {
    const whole = await scene(400, 300).toFormat(format).toBuffer();
    for (const share of [0.1, 0.5, 0.9]) {
      await expect(cleanPicture(whole.subarray(0, Math.floor(whole.length * share))), `${share}`).rejects.toEqual(
        refusal('unsupported_file', '不完整'),
      );
    }
  });

  it('when it would unfold to too many pixels, before it is unfolded', async () => {
    await cleanPicture(await photo());
    const before = peakMiB(drawer());
    for (const side of [5001, 30_000])
      await expect(cleanPicture(await bomb(side, side))).rejects.toEqual(refusal('too_large', '像素过多'));
    await expect(cleanPicture(await bomb(2_000_000_000, 2_000_000_000))).rejects.toEqual(refusal('unsupported_file', '损坏'));
    const blank = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'white' } });
    const large = [
      blank(10_001, 5000).jpeg(),
      blank(4001, 4000).jpeg({ progressive: true }),
      blank(4001, 4000).png({ progressive: true }),
      blank(4001, 4000).webp(),
    ];
    for (const picture of large)
      await expect(cleanPicture(await picture.toBuffer())).rejects.toEqual(refusal('too_large', '像素过多'));
    expect(peakMiB(drawer()) - before).toBeLessThan(20);
  });

  it('when it is over 15 MB, and when too many come at once', async () => {
    const large = Buffer.concat([await photo(), Buffer.alloc(15 * 1024 * 1024)]);
    await expect(cleanPicture(large)).rejects.toEqual(refusal('too_large', '15 MB'));
    const bytes = await photo();
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => cleanPicture(bytes)));
    expect(answers.filter(a => a.status === 'fulfilled').length).toBe(65);
    expect(answers.flatMap(a => (a.status === 'rejected' ? [a.reason.code] : []))).toEqual(Array(15).fill('too_many_requests'));
  });
});

describe('the picture process', () => {
  /** Sends a photo to the stopped process, then ends that with `signal` in the middle of the work. */
  async function endedBy(signal: NodeJS.Signals) {
    await cleanPicture(await photo());
    const pid = drawer();
    process.kill(pid, 'SIGSTOP');
    const answer = cleanPicture(await photo()).catch(error => error);
    await pause(50);
    process.kill(pid, signal);
    process.kill(pid, 'SIGCONT');
    return { answer: await answer, pid };
  }

  it('that crashes costs its picture only, and the next picture gets a new one', async () => {
    const { answer, pid } = await endedBy('SIGSEGV');
    expect(answer).toEqual(refusal('unsupported_file', '损坏'));
    expect((await cleanPicture(await photo())).width).toBe(400);
    expect(drawer()).not.toBe(pid);
  });

  it('that is ended from outside asks to send the picture again', async () => {
    expect((await endedBy('SIGKILL')).answer).toMatchObject({ code: 'unavailable' });
  });

  it('outlives Ctrl-C, which the whole group receives, until the server lets go', async () => {
    await cleanPicture(await photo());
    const pid = drawer();
    const answer = cleanPicture(await photo());
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGTERM');
    expect((await answer).width).toBe(400);
    expect(drawer()).toBe(pid);
  });

  it('knows nothing of the environment of the server', async () => {
    process.env.LINZHAN_TEST_SECRET = 'secret';
    await endedBy('SIGKILL');
    await cleanPicture(await photo());
    expect(readFileSync(`/proc/${drawer()}/environ`, 'utf8')).not.toMatch(/secret|PATH=/i);
    delete process.env.LINZHAN_TEST_SECRET;
  });
});

describe('a photo works', () => {
  it('loses its place, camera, profile and comments', async () => {
    const source = await scene(400, 300)
      .withExif(GPS)
      .withIccProfile('p3')
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">secret</x:xmpmeta>')
      .jpeg()
      .toBuffer();
    const before = await sharp(source).metadata();
    expect(holdsPlace(before.exif!)).toBe(true);
    expect([before.icc, before.xmp].every(Boolean)).toBe(true);
    const { bytes, thumb } = await cleanPicture(source);
    for (const out of [bytes, thumb]) {
      const after = await sharp(out).metadata();
      expect([after.exif, after.icc, after.xmp, after.iptc, after.comments]).toEqual(Array(5).fill(undefined));
      expect([after.format, after.space, after.channels]).toEqual(['jpeg', 'srgb', 3]);
      for (const trace of ['Exif', 'Huawei', 'village name', 'secret', 'ICC_PROFILE'])
        expect(out.includes(trace), trace).toBe(false);
    }
  });

  it('is turned upright and keeps no orientation', async () => {
    const lying = await scene(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { bytes, thumb, width, height } = await cleanPicture(lying);
    expect([width, height]).toEqual([300, 400]);
    const [full, small] = await Promise.all([sharp(bytes).metadata(), sharp(thumb).metadata()]);
    expect([full.width, full.height, full.orientation]).toEqual([300, 400, undefined]);
    expect([small.width, small.height]).toEqual([240, 320]);
  });

  it('is made smaller to 2048 and 320 px, and never larger', async () => {
    const large = await cleanPicture(await scene(4000, 3000).jpeg().toBuffer());
    expect([large.width, large.height]).toEqual([2048, 1536]);
    expect(await sharp(large.thumb).metadata()).toMatchObject({ width: 320, height: 240 });
    const tiny = await cleanPicture(await scene(20, 10).jpeg().toBuffer());
    expect([tiny.width, tiny.height]).toEqual([20, 10]);
    expect(await sharp(tiny.thumb).metadata()).toMatchObject({ width: 20, height: 10 });
  });

  it.each(['png', 'webp'] as const)('is taken as %s, with transparent parts white', async format => {
    const clear = await sharp({ create: { width: 50, height: 40, channels: 4, background: '#00000000' } })
      .toFormat(format)
      .toBuffer();
    const { bytes } = await cleanPicture(clear);
    expect((await sharp(bytes).stats()).channels.map(c => c.min)).toEqual([255, 255, 255]);
  });

  it('is taken in CMYK and grey, as scanners and old cameras make it', async () => {
    for (const space of ['cmyk', 'b-w']) {
      const { bytes } = await cleanPicture(await scene(60, 60).toColourspace(space).jpeg().toBuffer());
      expect((await sharp(bytes).metadata()).format).toBe('jpeg');
    }
  });

  it('loses what is hidden behind its end', async () => {
    const { bytes } = await cleanPicture(Buffer.concat([await photo(), Buffer.from('PK\x03\x04 hidden <script>')]));
    expect(bytes.includes('hidden')).toBe(false);
  });

  it('gives the same bytes for the same photo, so that a repeated upload is one file', async () => {
    const source = await photo();
    expect((await cleanPicture(source)).bytes).toEqual((await cleanPicture(source)).bytes);
  });
});

describe('a signature', () => {
  const ink = (width = 600, height = 300) =>
    sharp({ create: { width, height, channels: 4, background: '#00000000' } })
      .composite([{ input: { create: { width: 100, height: 40, channels: 4, background: '#111' } }, left: 200, top: 100 }])
      .png();

  it('is refused when blank, too large, cut off or no PNG', async () => {
    const blank = (background: string) =>
      sharp({ create: { width: 300, height: 100, channels: 4, background } })
        .png()
        .toBuffer();
    for (const colour of ['#00000000', '#fff', '#000']) {
      await expect(cleanSignature(await blank(colour))).rejects.toMatchObject({
        code: 'invalid',
        details: { issues: [{ message: expect.stringContaining('空白') }] },
      });
    }
    await expect(cleanSignature(Buffer.alloc(200 * 1024 + 1))).rejects.toEqual(refusal('too_large', '200 KB'));
    await expect(cleanSignature(await photo())).rejects.toEqual(refusal('unsupported_file', 'PNG'));
    await expect(cleanSignature((await ink().toBuffer()).subarray(0, 200))).rejects.toEqual(refusal('unsupported_file', '损坏'));
    await expect(cleanSignature(await bomb(3000, 3000))).rejects.toEqual(refusal('too_large', '像素'));
  });

  it('is trimmed to the ink, dark on white, without anything else', async () => {
    const { bytes, width, height } = await cleanSignature(await ink().withExif(GPS).toBuffer());
    expect([width, height]).toEqual([100, 40]);
    const after = await sharp(bytes).metadata();
    expect([after.format, after.exif, after.hasAlpha]).toEqual(['png', undefined, false]);
    expect((await sharp(bytes).stats()).channels[0]!.max).toBeLessThan(64);
  });

  it('is made smaller to 800 × 400', async () => {
    const wide = sharp({ create: { width: 1900, height: 300, channels: 3, background: 'white' } })
      .composite([{ input: { create: { width: 1600, height: 200, channels: 3, background: 'black' } }, left: 100, top: 50 }])
      .png();
    expect(await cleanSignature(await wide.toBuffer())).toMatchObject({ width: 800, height: 100 });
  });
});
