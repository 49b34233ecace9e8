// @ts-check
// The published files: each is fetched once, as a script that hands over deflated bytes. The manual
// describes them under "The files of the search".

const decoder = new TextDecoder();

/** Numbers in files are smaller; one this large comes from damage. */
const LARGEST = 2 ** 32;

/** A reader of the bytes of a file. */
export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let number = 0;
    let scale = 1;
    for (;;) {
      if (this.at >= this.bytes.length) throw new RangeError("the file is too short");
      const byte = this.bytes[this.at++];
      number += (byte & 127) * scale;
      if (scale >= LARGEST) throw new RangeError("the file has a number that is too large");
      if (byte < 128) return number;
      scale *= 128;
    }
  }

  /** @param {number} count */
  numbers(count) {
    const numbers = [];
    for (let at = 0; at < count; at++) numbers.push(this.number());
    return numbers;
  }

  /** @param {number} length @returns {Uint8Array} */
  take(length) {
    if (this.at + length > this.bytes.length) throw new RangeError("the file is too short");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text() {
    return decoder.decode(this.take(this.number()));
  }

  /** How a word becomes another one. @returns {import("./stems.js").Rule} */
  rule() {
    return { cut: this.number(), append: this.text() };
  }

  /** Sorted words, front-coded by bytes. */
  words() {
    const words = [];
    let before = new Uint8Array(0);
    for (let left = this.number(); left > 0; left--) {
      const shared = this.number();
      if (shared > before.length) throw new RangeError("a word shares more than the one before it has");
      const rest = this.take(this.number());
      const word = new Uint8Array(shared + rest.length);
      word.set(before.subarray(0, shared));
      word.set(rest, shared);
      words.push(decoder.decode(word));
      before = word;
    }
    return words;
  }

  part() {
    return new Reader(this.take(this.number()));
  }

  /** Ascending numbers. @param {number} count */
  gaps(count) {
    let next = 0;
    return this.numbers(count).map((gap) => (next += gap + 1) - 1);
  }

  /** Postings of terms, in columns. @returns {import("./rank.js").Postings[]} */
  columns() {
    return this.postings(this.part(), this.part(), this.part(), this.part());
  }

  /** The same where each frequency is one and is left out. @returns {import("./rank.js").Postings[]} */
  singleColumns() {
    return this.postings(this.part(), this.part(), null, this.part());
  }

  /**
   * @param {Reader} counts
   * @param {Reader} gaps
   * @param {Reader | null} frequencies
   * @param {Reader} lengths
   */
  postings(counts, gaps, frequencies, lengths) {
    const found = [];
    while (counts.at < counts.bytes.length) {
      const count = counts.number();
      const documents = gaps.gaps(count);
      found.push({
        documents,
        frequencies: frequencies?.numbers(count) ?? documents.map(() => 1),
        lengths: [...lengths.take(count)],
      });
    }
    return found;
  }
}

/** A file of words. @param {Uint8Array} bytes */
export function wordFile(bytes) {
  const reader = new Reader(bytes);
  const stems = reader.words();
  const words = reader.words();
  const stemOf = reader.part().numbers(words.length);
  const pages = reader.part().numbers(words.length);
  const titles = reader.columns();
  const texts = reader.columns();
  const inside = reader.words();
  const insideTexts = reader.singleColumns();
  const insideTitles = reader.singleColumns();
  /** @type {Map<number, string[]>} By stem, words of other stems that are the same word as another country spells it. */
  const families = new Map();
  for (let left = reader.number(); left > 0; left--) {
    const stem = reader.number();
    families.set(stem, [...(families.get(stem) ?? []), reader.text()]);
  }
  return { stems, words, stemOf, pages, titles, texts, inside, insideTexts, insideTitles, families };
}

/**
 * Positions of a file's stems, by posting, as the file of words has them.
 * @param {Uint8Array} bytes
 * @param {import("./rank.js").Postings[]} texts
 * @param {number} stem
 */
export function positionsOf(bytes, texts, stem) {
  const reader = new Reader(bytes);
  for (let at = 0; at < stem; at++) reader.take(reader.number());
  const own = reader.part();
  return texts[stem].frequencies.map((frequency) => own.gaps(frequency));
}

/** Words front-coded by letters, as in the manifest. @param {string} text @returns {string[]} */
export function unfold(text) {
  let before = "";
  if (!text) return [];
  return text.split(" ").map((word) => {
    before = [...before].slice(0, parseInt(word[0], 36)).join("") + word.slice(1);
    return before;
  });
}

/** The name of a file for a text. @param {string} kind @param {string} text */
export function fileName(kind, text) {
  if (/^[a-z0-9]*$/.test(text)) return `${kind}-${text}`;
  const bytes = [...new TextEncoder().encode(text)];
  return `${kind}-_${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Groups of texts in a folder. */
const TEXT_GROUPS = 62;

/**
 * The folder of a file below that of its language: the twin of src/index/publish/folder.rs.
 * @param {string} name
 */
export function folderOf(name) {
  const [, text, number] = name.split("-");
  if (text === undefined) return "";
  if (number !== undefined) return `x${Math.floor(Number(text) / TEXT_GROUPS)}/`;
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  const folded = hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24);
  return `${(folded & 255).toString(16).padStart(2, "0")}/`;
}

/** The bytes of a base64 text of deflated data. @param {string} data @returns {Promise<Uint8Array>} */
export async function inflate(data) {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter();
  // The reader below reports what is wrong with the data.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = readable.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The files inside `all`, the one file of a small site. @param {Uint8Array} bytes */
export function unpack(bytes) {
  const reader = new Reader(bytes);
  const entries = Array.from({ length: reader.number() }, () => ({ name: reader.text(), length: reader.number() }));
  return new Map(entries.map(({ name, length }) => [name, reader.take(length)]));
}
