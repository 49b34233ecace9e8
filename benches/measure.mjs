// @ts-check
// Measures a program for the other scripts: time, CPU, memory, files. Linux only,
// because most figures come from `/proc`.

import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Ticks in a second in `/proc/PID/stat`, on every Linux. */
const TICKS = 100;
const MB = 1e6;

/** @typedef {{ wall: number, cpu: number, peak: number }} Cost  Seconds, CPU seconds, MB. */
/** @typedef {{ files: number, mb: number }} Written */

/** CPU seconds, user and system, of all children that have ended. */
function ofChildren() {
  const stat = fs.readFileSync("/proc/self/stat", "utf8");
  // The second field is a name in parentheses; `cutime` and `cstime` are the fields 16 and 17.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/**
 * The most memory that a process or one of its children has held: what is in PATH may be a wrapper.
 * @param {number} pid
 * @returns {number}
 */
function highWater(pid) {
  function read(/** @type {string} */ file) {
    try {
      return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch {
      return ""; // It is over.
    }
  }
  const own = (Number(/VmHWM:\s+(\d+)/.exec(read("status"))?.[1] ?? 0) * 1024) / MB;
  const children = read(`task/${pid}/children`).split(" ").filter(Boolean);
  return Math.max(own, ...children.map((child) => highWater(Number(child))));
}

/**
 * Runs a program to its end. Its output goes to the file `log`, and is shown if it fails. Run one at a time, or their
 * CPU seconds mix.
 * @param {string} program
 * @param {string[]} args
 * @param {string} log
 * @returns {Promise<Cost>}
 */
export function measure(program, args, log) {
  const said = fs.openSync(log, "w");
  return new Promise((resolve, reject) => {
    const before = ofChildren();
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ["ignore", said, said] });
    let peak = 0;
    function look() {
      if (child.pid) peak = Math.max(peak, highWater(child.pid));
    }
    const timer = setInterval(look, 5);
    look();
    function end() {
      clearInterval(timer);
      fs.closeSync(said);
    }
    child.on("error", (error) => {
      end();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      const wall = (performance.now() - begun) / 1000;
      end();
      if (code === 0) return resolve({ wall, cpu: ofChildren() - before, peak });
      const last = fs.readFileSync(log, "utf8").slice(-4000);
      reject(new Error(`${path.basename(program)} ${args.join(" ")} ended with ${code ?? signal}:\n${last}`));
    });
  });
}

/**
 * The files of a folder by path, each with its bytes and a mark that changes when it is written again.
 * @param {string} folder
 */
export function look(folder) {
  /** @type {Map<string, { bytes: number, mark: string }>} */
  const files = new Map();
  if (!fs.existsSync(folder)) return files;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const { size, ino, mtimeMs } = fs.lstatSync(file);
    files.set(path.relative(folder, file), { bytes: size, mark: `${ino} ${mtimeMs}` });
  }
  return files;
}

/**
 * The files that are new or written again.
 * @param {ReturnType<typeof look>} after
 * @param {ReturnType<typeof look>} before
 * @returns {Written}
 */
export function written(after, before = new Map()) {
  const all = [...after].filter(([file, { mark }]) => before.get(file)?.mark !== mark);
  return { files: all.length, mb: all.reduce((sum, [, { bytes }]) => sum + bytes, 0) / MB };
}

/**
 * @param {number[]} numbers
 * @returns {number}
 */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/**
 * The median of each number, over objects of the same keys.
 * @template {Record<string, number>} T
 * @param {T[]} all
 * @returns {T}
 */
export function medians(all) {
  return /** @type {T} */ (Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((one) => one[key]))])));
}

/**
 * How many times as much the first takes as the second, pair by pair, as the median. CPU seconds come in steps of
 * 0.01: what is shorter than five of them is not compared.
 * @param {Cost[]} firsts
 * @param {Cost[]} seconds
 */
export function ratios(firsts, seconds) {
  function of(/** @type {keyof Cost} */ key) {
    if (seconds.some((one) => one[key] < 0.05)) return "–";
    const ratio = median(firsts.map((one, at) => one[key] / seconds[at][key]));
    return ratio.toFixed(ratio < 10 ? 2 : 1);
  }
  return { wall: of("wall"), cpu: of("cpu"), peak: of("peak") };
}

/** @param {Cost} cost */
export const cells = ({ wall, cpu, peak }) => [wall.toFixed(2), cpu.toFixed(2), peak.toFixed(0)];

/**
 * Prints a Markdown table.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function table(head, rows) {
  const line = (/** @type {(string | number)[]} */ row) => `| ${row.join(" | ")} |`;
  const isNumber = (/** @type {number} */ column) => rows.every((row) => row[column] === "–" || !Number.isNaN(Number(row[column])));
  console.log([line(head), line(head.map((_, column) => (isNumber(column) ? "---:" : "---"))), ...rows.map(line), ""].join("\n"));
}

/** The program to measure. */
export const fieldguide = path.resolve(process.env.FIELDGUIDE ?? path.join(import.meta.dirname, "../target/release/fieldguide"));

/**
 * Calls `work` with a temporary folder, and removes that in the end.
 *
 * Every build writes into a new folder, and no folder is removed before the end: a file system
 * may take time over inodes that were just freed, and the next build would pay for it.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} work
 */
export async function scratch(name, work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `fieldguide-${name}-`));
  try {
    await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

let moved = 0;
/**
 * Moves the cache folder of a project away, so that its next build begins from nothing.
 * @param {string} project
 * @param {string} folder  of `scratch`
 */
export function forget(project, folder) {
  const cache = path.join(project, ".fieldguide");
  if (fs.existsSync(cache)) fs.renameSync(cache, path.join(folder, `cache-${moved++}`));
}
