/** The few words a customer's browser may see here. Fixed text: nothing that came with a request stands in it. */
const sentences = {
  received: ['Thank you', 'Your payment was handed over. You will be told as soon as it is confirmed.'],
  failed: [
    'The payment did not go through',
    'No money was taken for it, or it will come back. Please try again.',
  ],
  refused: ['This page cannot be used', 'The payment details that came with it are not valid.'],
  away: ['One moment please', 'Your payment is safe. Please reload this page in a few seconds.'],
} as const;

export type Page = keyof typeof sentences;

export function renderPage(page: Page): string {
  const [title, text] = sentences[page];
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title></head>`,
    `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
  ].join('\n');
}
