/** Makes a picture small enough to send: cameras make more pixels than the server opens, and than a digit needs. */

/** Smaller files are sent as they are. */
const SMALL_BYTES = 2_000_000;
/** The largest picture that the server opens. */
const MOST_PIXELS = 16_000_000;
const MOST_BYTES = 8 * 1024 * 1024;
/** Pixels along a picture that was made smaller. */
const LONGEST = 2048;

/** The file itself, or its picture on white paper, upright, within the server's limits. */
export async function smaller(file: Blob): Promise<Blob> {
  if (file.size < SMALL_BYTES) return file;
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    const fits = width * height <= MOST_PIXELS && file.size <= MOST_BYTES;
    const made = fits ? file : await shrunk(picture, LONGEST / Math.max(width, height));
    picture.close();
    return made ?? file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

function shrunk(picture: ImageBitmap, scale: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(2, Math.round(picture.width * Math.min(1, scale)));
  canvas.height = Math.max(2, Math.round(picture.height * Math.min(1, scale)));
  const context = canvas.getContext("2d");
  if (context === null) return Promise.resolve(null);
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
}
