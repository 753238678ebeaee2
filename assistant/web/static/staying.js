// What stays as the reader left it: the place in the chat and in the library, a question half typed, later answers.

// A question just asked stands at the top of the view and its answer grows below it, until the reader scrolls.
let asked = {count: 0, words: ''};
let following = false;
const stopFollowing = () => { following = false; };
const follow = () => {
  const box = document.querySelector('#chat .panel-wrap');
  const rows = box ? box.querySelectorAll('.user-row') : [];
  const last = rows[rows.length - 1];
  if (!last) { asked = {count: 0, words: ''}; return; }
  if (last.querySelector('textarea')) return;
  const now = {count: rows.length, words: last.textContent};
  if (now.count > asked.count || now.words !== asked.words) following = true;
  asked = now;
  if (!following) return;
  box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top;
  // What Gradio draws last, it draws after the answer has come.
  if (!document.querySelector('#chat wbr')) setTimeout(() => { if (!document.querySelector('#chat wbr')) stopFollowing(); }, 1500);
};
for (const moved of ['wheel', 'touchmove', 'pointerdown', 'keydown']) {
  document.addEventListener(moved, (event) => { if (event.target.closest && event.target.closest('#chat')) stopFollowing(); }, {capture: true, passive: true});
}

// The library is drawn anew with every report that comes or goes.
const foldOf = (details) => {
  const report = details.closest('[data-report]');
  return report ? `${report.dataset.report} ${details.className}` : details.querySelector('h3').firstChild.textContent;
};
const unfolded = new Map();
let sought = '';
let held = 0;
document.addEventListener('click', (event) => {
  const summary = event.target.closest && event.target.closest('#library summary');
  if (summary) unfolded.set(foldOf(summary.parentElement), !summary.parentElement.open);
}, true);
document.addEventListener('input', (event) => { if (event.target.matches('[data-filter]')) sought = event.target.value; }, true);
const unfold = () => {
  const reports = document.querySelectorAll('#library .report').length;
  const filter = document.querySelector('#library [data-filter]');
  if (filter && sought && reports !== held) {
    filter.value = sought;
    filter.dispatchEvent(new Event('input', {bubbles: true}));
  }
  held = reports;
  for (const details of document.querySelectorAll('#library details')) {
    const open = unfolded.get(foldOf(details));
    if (open !== undefined && open !== details.open && !(sought && details.matches('.series'))) details.open = open;
  }
};
onDraw(() => { follow(); unfold(); });

// Filtering the library happens here alone: all that is filtered is on the page.
document.addEventListener('input', (event) => {
  if (!event.target.matches('[data-filter]')) return;
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const series of document.querySelectorAll('#library .series')) {
    let left = 0;
    for (const report of series.querySelectorAll('.report')) {
      const text = report.textContent.toLowerCase();
      report.hidden = !words.every((w) => text.includes(w));
      left += !report.hidden;
    }
    series.hidden = !left;
    found += left;
    if (words.length) {
      series.dataset.was = series.dataset.was || (series.open ? 'open' : 'folded');
      series.open = true;
    } else if (series.dataset.was) {
      series.open = series.dataset.was === 'open';
      delete series.dataset.was;
    }
  }
  const none = document.querySelector('#library [data-none]');
  if (none) none.hidden = found > 0;
}, true);

// A question asked anew in place of an earlier one takes with it what was asked after it.
document.addEventListener('click', (event) => {
  const button = event.target.closest && event.target.closest('#chat .user-row .message-buttons button');
  const row = button && button.closest('.user-row');
  if (!row || !row.querySelector('textarea') || button !== row.querySelector('.message-buttons button')) return;
  const rows = [...document.querySelectorAll('#chat .user-row')];
  const after = rows.length - 1 - rows.indexOf(row);
  const goes = after === 1 ? 'The question after it goes, with its answer.' : `The ${after} questions after it go, with their answers.`;
  if (!after || confirm(`Ask this question anew? ${goes}`)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// What an answer took to find is not given away by a click on the wrong arrow.
document.addEventListener('click', (event) => {
  const button = event.target.closest && event.target.closest('#chat .bot-row .message-buttons button');
  const last = [...document.querySelectorAll('#chat .bot-row')].pop();
  // By its place, behind Retry: its name is in the reader's language.
  if (!button || button !== last.querySelectorAll('.message-buttons button')[1] || confirm('Take back this question and its answer? The question goes into the box below.')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// When the server comes back the page is loaded anew: a question half typed is not lost.
const typed = () => document.querySelector('#question textarea');
addEventListener('pagehide', () => {
  const words = typed() ? typed().value : '';
  if (words.trim()) sessionStorage.setItem('reports-typed', words); else sessionStorage.removeItem('reports-typed');
});
let draft = sessionStorage.getItem('reports-typed') || '';
sessionStorage.removeItem('reports-typed');
const restore = () => {
  if (!draft || !typed()) return;
  if (!typed().value) {
    typed().value = draft;
    typed().dispatchEvent(new Event('input', {bubbles: true}));
  }
  draft = '';
};
onDraw(restore);
