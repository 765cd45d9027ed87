// Every relative link of every Markdown file must lead to a file, and its anchor to a heading of that file.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'));
const ignored = new Set(['node_modules', '.git', '.cache', 'dist', 'coverage']);

function markdownFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The text without code, where brackets are no links and `#` is no heading. */
function withoutCode(text) {
  return text
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1`*\s*$/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()<>]/g, ' '));
}

/** A heading's anchor by GitHub's rule: lower case, punctuation dropped, spaces to hyphens. */
function anchorOf(heading) {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(file) {
  const seen = new Map();
  const anchors = new Set();
  const text = readFileSync(file, 'utf8').replace(/^(`{3,}|~{3,})[\s\S]*?^\1`*\s*$/gm, '');
  for (const [, heading] of text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const anchor = anchorOf(heading);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    anchors.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  for (const [, id] of text.matchAll(/<[a-z]+\s[^>]*(?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

function problemOf(file, target) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) return undefined;
  const [path, anchor] = target.split('#', 2);
  const base = path.startsWith('/') ? root : dirname(file);
  const led = path === '' ? file : join(base, decodeURIComponent(path));
  if (!existsSync(led)) return 'no such file';
  if (anchor === undefined || anchor === '' || statSync(led).isDirectory() || !led.endsWith('.md'))
    return undefined;
  return anchorsOf(led).has(decodeURIComponent(anchor)) ? undefined : 'no such heading';
}

let links = 0;
const broken = [];
for (const file of markdownFiles(root)) {
  const text = withoutCode(readFileSync(file, 'utf8'));
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*)?\)/g)];
  const defined = [...text.matchAll(/^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)];
  for (const [, target] of [...inline, ...defined]) {
    links += 1;
    const problem = problemOf(file, target);
    if (problem !== undefined) broken.push(`${relative(root, file)}: ${target}: ${problem}`);
  }
}
for (const line of broken) process.stderr.write(`${line}\n`);
process.stdout.write(`${links} links, ${broken.length} broken\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
