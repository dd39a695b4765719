// Making a picture small before it is sent. Drawing on a canvas leaves EXIF, and with it the place, behind.

const LONGEST = 1600;
const QUALITY = 0.8;

/** A picture from the camera, made small. @throws TypeError InvalidStateError when it is no picture the browser can read */
export async function shrink(picture: Blob): Promise<ArrayBuffer> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw new TypeError('the canvas gave no picture');
  return blob.arrayBuffer();
}
