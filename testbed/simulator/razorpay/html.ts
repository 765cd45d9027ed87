/** Text that is safe between tags and inside double-quoted attributes. */
export function escapeHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A whole page; `body` is trusted markup. Every page says that it is a simulation. */
export function htmlPage(title: string, body: string): string {
  const safe = escapeHtml(title);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}
button,input,select{font:inherit;padding:.4rem .8rem;margin:.2rem 0}small{color:#666}</style></head>
<body><h1>${safe}</h1>${body}<p><small>Simulated Razorpay. No money moves.</small></p></body></html>`;
}

/** A hidden input. */
export function hiddenInput(name: string, value: string): string {
  return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
}
