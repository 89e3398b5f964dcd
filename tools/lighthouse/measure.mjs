/**
 * Measure pages of the built site with Lighthouse as a phone on a slow line sees them.
 *
 *     node measure.mjs SITE [--json FILE] [--runs 3] [PAGE ...]
 *
 * Without pages, all chapters. The site is served compressed, as any real host does. Machines are noisy, so each page
 * is measured several times, and the run with the middle performance counts. Exit status 1 if a page misses a bar.
 */
import { createReadStream } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const BARS = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
const CHAPTER = /^(?:first-look|training|improving)\/[\w-]+\/$/;
const KINDS = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const SQUEEZED = /text|json|xml|javascript/;

/** Serve a folder, compressed. @param {string} folder */
function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const found = await stat(file).then((one) => one.isFile()).catch(() => false);
    if (!found) return response.writeHead(404).end();
    const kind = KINDS[extname(file)] ?? "application/octet-stream";
    const squeeze = SQUEEZED.test(kind);
    response.writeHead(200, { "Content-Type": kind, "Cache-Control": "max-age=31536000", ...(squeeze && { "Content-Encoding": "gzip" }) });
    return squeeze ? createReadStream(file).pipe(createGzip()).pipe(response) : createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** The middle one of several runs, by performance. @param {string} address @param {number} port @param {number} runs */
async function measure(address, port, runs) {
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await measureOnce(address, port));
  return all.sort((one, other) => one.scores.performance - other.scores.performance)[runs >> 1];
}

/** The scores of one page, of 100, and what it cost. @param {string} address @param {number} port */
async function measureOnce(address, port) {
  const { lhr } = await lighthouse(address, { port, output: "json", logLevel: "error", onlyCategories: Object.keys(BARS) });
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(100 * score)]));
  const wrong = Object.values(lhr.categories).flatMap((category) =>
    category.auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9).map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ""}`.trim()));
  const bytes = lhr.audits["total-byte-weight"].numericValue;
  const firstPaint = lhr.audits["first-contentful-paint"].numericValue;
  const largestPaint = lhr.audits["largest-contentful-paint"].numericValue;
  const blocked = lhr.audits["total-blocking-time"].numericValue;
  return { scores, wrong, bytes, firstPaint, largestPaint, blocked };
}

const { values, positionals } = parseArgs({ options: { json: { type: "string" }, runs: { type: "string", default: "3" } }, allowPositionals: true });
const [folder, ...named] = positionals;
if (!folder) throw new Error("no site was named: node measure.mjs SITE");
const runs = Number(values.runs);
if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs ${values.runs}: expected a whole number from 1 on`);
const site = resolve(folder);
const pages = named.length ? named : JSON.parse(await readFile(join(site, "contents.json"), "utf-8")).map(({ url }) => url).filter((url) => CHAPTER.test(url));
const server = await serve(site);
const browser = await launch({ chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const results = {};
console.log(`${"page".padEnd(34)} perf  a11y  best   seo    kB   FCP   LCP   TBT`);
for (const page of pages) {
  const found = await measure(`http://127.0.0.1:${server.address().port}/${page}`, browser.port, runs);
  const { scores, wrong, bytes, firstPaint, largestPaint, blocked } = (results[page] = found);
  const cells = Object.keys(BARS).map((name) => String(scores[name]).padStart(5));
  const rest = [bytes / 1000, firstPaint / 1000, largestPaint / 1000, blocked / 1000].map((one, i) => one.toFixed(i ? 2 : 0).padStart(5));
  console.log(`${page.padEnd(34)}${[...cells, ...rest].join(" ")}  ${wrong.join("; ")}`);
}
await browser.kill();
server.close();
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 1)}\n`);
const missed = Object.values(results).some(({ scores }) => Object.entries(BARS).some(([name, bar]) => scores[name] < bar));
process.exit(missed ? 1 : 0);
