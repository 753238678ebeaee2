// The page's own behaviour, run once when the source panel is there. Listeners sit on the document,
// because the chat draws its messages anew with every word that streams in.
const CITE = 'a[href^="#p-"]';
const root = document.querySelector('main.contain') || document.body;
let lastLink = null;

// A class set on a link would be lost at the next word; a rule keyed on its address is not.
const style = document.head.appendChild(document.createElement('style'));
const showAsOpen = (href, title) => {
  const which = title ? `[title=${JSON.stringify(title)}]` : '';
  style.textContent = `:is(#chat, #across) a[href=${JSON.stringify(href)}]${which}{background:var(--accent)!important;color:var(--on-accent)!important}`;
};

// The page has a <base>, so a bare '#x' would drop the query.
const setAddress = (hash) => history.replaceState(history.state, '', location.pathname + location.search + hash);
// On a phone the source is a sheet over the chat: going back closes it instead of leaving the page.
const phone = matchMedia('(max-width: 47.5em)');
const isSheet = () => Boolean(history.state && history.state.sheet);
const noteSheet = (name) => {
  if (name === 'source' && phone.matches && !isSheet()) {
    const there = location.hash;
    setAddress('');
    history.pushState({...history.state, sheet: true}, '', location.pathname + location.search + there);
  } else if (name !== 'source' && root.dataset.view === 'source' && isSheet()) {
    history.back();
  }
};
addEventListener('popstate', () => { if (root.dataset.view === 'source' && !isSheet()) view(root.dataset.middle); });
// Chat and a further view take turns in the middle; library and source lie beside them, or over them.
const view = (name) => {
  noteSheet(name);
  if (name === 'chat' || name === 'across') root.dataset.middle = name;
  root.dataset.view = name;
  for (const b of document.querySelectorAll('#top [data-view]')) {
    b.setAttribute('aria-pressed', String(b.dataset.view === name || b.dataset.view === root.dataset.middle));
  }
};
view('chat');

const turnOf = (link) => {
  const row = link.closest('.message-row') || link.closest('[data-testid="bot"]');
  const rows = row && row.matches('.message-row') ? '#chat .message-row' : '#chat [data-testid="bot"]';
  const bots = [...document.querySelectorAll(rows)].filter((r) => r.matches('.bot-row, [data-testid="bot"]') || r.querySelector('[data-testid="bot"]'));
  return bots.indexOf(row);
};
const open = (hash, link) => {
  const inChat = link && link.closest('#chat');
  const label = inChat ? parseInt(link.textContent.replace(/\D*/, ''), 10) : NaN;
  const original = root.dataset.original === 'on';
  trigger('cite', {target: hash, turn: inChat ? turnOf(link) : -1, marker: Number.isNaN(label) ? 0 : label, original});
  clearTimeout(awaited);
  awaited = setTimeout(() => fetch('healthz').catch(() => say('The server does not answer. Try again in a moment.')), 3000);
};
let awaited = 0;

// The original page beside the text, once asked for, stays for the citations that follow.
const showOriginal = (on) => {
  root.dataset.original = on ? 'on' : 'off';
  localStorage.setItem('reports-original', root.dataset.original);
  for (const b of document.querySelectorAll('#source [data-original]')) b.setAttribute('aria-pressed', String(on));
};
showOriginal(localStorage.getItem('reports-original') === 'on');
const turnPage = (figure, by) => {
  const page = Number(figure.dataset.page) + by;
  if (page < 1 || page > Number(figure.dataset.pages)) return;
  figure.dataset.page = page;
  const image = figure.querySelector('img');
  image.src = `${figure.dataset.address}/${page}.webp?${figure.dataset.version}`;
  image.alt = `Page ${page} of ${figure.dataset.name} as printed`;
  figure.querySelector('b').textContent = page;
  figure.querySelector('figcaption a').href = `${figure.dataset.address}.pdf#page=${page}`;
  for (const spot of figure.querySelectorAll('.spot')) spot.hidden = Number(spot.dataset.on) !== page;
  say(`Page ${page}`);
};
const toSpot = (figure) => {
  const sheet = figure.querySelector('.sheet');
  const spot = figure.querySelector('.spot:not([hidden])');
  if (!sheet || !spot) return;
  sheet.scrollTo(spot.offsetLeft - 24, Math.max(0, spot.offsetTop - sheet.clientHeight / 3));
  // In a very low window the page has its own height, and the panel scrolls.
  const box = element.closest('#source');
  const seen = box.getBoundingClientRect();
  const at = spot.getBoundingClientRect();
  if (at.top < seen.top || at.bottom > seen.bottom) box.scrollTop += at.top - seen.top - seen.height / 3;
};

const say = (words) => {
  const status = document.getElementById('announce');
  if (!status) return;
  status.textContent = words;
  status.classList.add('shown');
  setTimeout(() => status.classList.remove('shown'), 2000);
};
const copy = async (words, what, html) => {
  try {
    const kinds = {'text/plain': words, 'text/html': html};
    if (html) await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(Object.entries(kinds).map(([type, held]) => [type, new Blob([held], {type})])))]);
    else await navigator.clipboard.writeText(words);
    say(`${what} copied`);
  }
  catch { window.prompt('Copy:', words); }
};
window.reportsCopy = copy;
window.reportsSave = (name, type, content) => {
  if (!name) { say('There is nothing to export yet'); return; }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

// A question of nothing but spaces goes nowhere.
const refuseBlank = (event) => {
  if (document.querySelector('#question textarea').value.trim()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say('Type a question first');
};
document.addEventListener('click', (event) => {
  const menu = document.querySelector('#export details[open]');
  if (menu && !menu.contains(event.target)) menu.open = false;
  const at = event.target.closest ? event.target.closest('a,button') : null;
  if (!at) return;
  const href = at.getAttribute('href') || '';
  const data = at.dataset;
  if (at.matches(CITE)) {
    event.preventDefault();
    if (at.closest('#chat, #across')) { lastLink = at; showAsOpen(href, at.title); }
    stepTo(href);
    open(href, at);
    // What is open already comes back unchanged, and an unchanged value tells nobody.
    const article = element.querySelector('article');
    if (article && href.startsWith(article.dataset.address)) arrive();
  } else if (/^#copy-\d+$/.test(href)) {
    event.preventDefault();
    trigger('copy_answer', {turn: Number(href.slice(6))});
  } else if (/^#delete-\d+$/.test(href)) {
    event.preventDefault();
    if (confirm('Delete this question and its answer?')) trigger('delete_turn', {turn: Number(href.slice(8))});
  } else if (at.matches('#question .submit-button')) {
    refuseBlank(event);
  } else if (data.view) {
    view(root.dataset.view === data.view ? root.dataset.middle : data.view);
  } else if ('original' in data) {
    showOriginal(root.dataset.original !== 'on');
    const article = element.querySelector('article');
    if (root.dataset.original === 'on' && !element.querySelector('.original')) open(article.dataset.link, null); else toQuote();
  } else if (data.cite) {
    const next = neighbour(Number(data.cite));
    if (next) { next.scrollIntoView({block: 'nearest'}); next.click(); }
  } else if (data.turn) {
    turnPage(at.closest('figure'), Number(data.turn));
  } else if ('enlarge' in data) {
    const figure = at.closest('figure');
    at.setAttribute('aria-pressed', String(figure.classList.toggle('large')));
    toSpot(figure);
  } else if (data.export) {
    trigger('export_conversation', {ending: data.export});
    const menu = at.closest('details');
    menu.open = false;
    menu.querySelector('summary').focus();
  } else if (data.copy) {
    copy(data.copy, 'Reference');
  } else if ('copyLink' in data) {
    const article = element.querySelector('article');
    copy(location.origin + location.pathname + article.dataset.link, 'Link');
  } else if (data.only) {
    trigger('only_report', {id: data.only});
    view('chat');
    document.querySelector('#question textarea').focus();
  } else if (data.remove) {
    if (confirm(`Remove ${data.name} from the library? It comes back if its file is read again.`)) {
      const article = element.querySelector('article');
      trigger('remove_report', {id: data.remove, open: article ? article.dataset.ref : ''});
    }
  } else if (data.conversation) {
    if (data.act === 'delete' && !confirm('Delete this conversation?')) return;
    const title = data.act === 'rename' ? prompt('New name', data.title) : null;
    if (data.act === 'rename' && !title) return;
    change({act: data.act, id: data.conversation, title});
    if (data.act === 'open') { window.reportsMoved = data.conversation !== addressed(); view('chat'); }
  } else if (at.id === 'new') {
    window.reportsMoved = Boolean(addressed());
    changing();
    view('chat');
  } else if (at.matches('.skip')) {
    event.preventDefault();
    view('chat');
    document.querySelector('#question textarea').focus();
  }
}, true);

document.addEventListener('submit', (event) => {
  const locked = event.target.closest && event.target.closest('[data-unlock]');
  if (locked) {
    event.preventDefault();
    trigger('unlock', {token: locked.dataset.unlock, password: locked.querySelector('input').value});
    return;
  }
  const form = event.target.closest && event.target.closest('[data-find]');
  if (!form) return;
  event.preventDefault();
  trigger('find_words', {report: form.dataset.find, words: form.querySelector('input').value});
}, true);

const citations = () => [...document.querySelectorAll('#chat ' + CITE)];
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest && event.target.closest('input,textarea,select,[contenteditable="true"]');
  if (event.key === 'Enter' && !event.shiftKey && typing && typing.matches('#question textarea')) {
    refuseBlank(event);
  } else if (event.key === 'Escape' && document.querySelector('#export details[open]')) {
    const menu = document.querySelector('#export details');
    menu.open = false;
    menu.querySelector('summary').focus();
  } else if (event.key === 'Escape' && !typing && root.dataset.original === 'on' && element.contains(event.target) && element.querySelector('.original')) {
    showOriginal(false);
    toQuote();
    if (event.target.closest('.original')) element.querySelector('article').focus({preventScroll: true});
  } else if (event.key === 'Escape' && !typing) {
    view(root.dataset.middle);
    const back = lastLink && lastLink.isConnected ? lastLink : lastLink && document.querySelector(`:is(#chat, #across) a[href=${JSON.stringify(lastLink.getAttribute('href'))}]`);
    if (back) back.focus();
  } else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    view('chat');
    document.querySelector('#question textarea').focus();
  } else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && !typing && event.target.matches && event.target.matches('#chat ' + CITE)) {
    const all = citations();
    const next = all[all.indexOf(event.target) + (event.key === 'ArrowRight' ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  }
}, true);

// The citations of the answers in their order; from one opened in an answer the panel leads to the next.
const opened = () => lastLink && (lastLink.isConnected ? lastLink : citations().find((a) => a.href === lastLink.href && a.title === lastLink.title));
const neighbour = (by) => {
  const all = citations();
  const at = all.indexOf(opened());
  return at < 0 ? undefined : all[at + by];
};
const offerNeighbours = () => {
  for (const b of element.querySelectorAll('[data-cite]')) {
    const all = citations();
    b.hidden = all.length < 2 || all.indexOf(opened()) < 0;
    b.disabled = !neighbour(Number(b.dataset.cite));
  }
};

// To the quote; where the original stands in the place of the text, to the top.
const toQuote = () => {
  const cited = element.querySelector('.cited');
  const box = element.closest('#source');
  const mark = cited.querySelector('mark') || cited;
  const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTop = mark.getClientRects().length ? Math.max(0, top - box.clientHeight / 3) : 0;
};
const arrive = () => {
  clearTimeout(awaited);
  const article = element.querySelector('article');
  // A new conversation leaves what was open to the step before it.
  if (!article && !element.querySelector('[role=alert], .hits')) { if (!window.reportsMoved) setAddress(''); return; }
  view('source');
  if (!article) { element.closest('#source').scrollTop = 0; return; }
  setAddress(article.dataset.link);
  article.focus({preventScroll: true});
  showOriginal(root.dataset.original === 'on');
  toQuote();
  offerNeighbours();
  const figure = element.querySelector('.original');
  if (!figure) return;
  toSpot(figure);
  figure.querySelector('img').addEventListener('load', () => toSpot(figure), {once: true});
};
watch('value', arrive);

const fromAddress = () => { if (location.hash.startsWith('#p-')) open(location.hash, null); };
fromAddress();

// What Gradio leaves to be mended for a screen reader: icon buttons without a name, a list that holds
// buttons, messages whose label repeats their Markdown, and a name that hides what stands on the button.
const mend = () => {
  if (document.querySelector('#top [data-view]:not([aria-pressed])')) view(root.dataset.view);
  for (const b of document.querySelectorAll('button:not([aria-label])')) {
    if (!b.textContent.trim()) b.setAttribute('aria-label', b.title || 'Button');
  }
  for (const list of document.querySelectorAll('#chat .examples[role=list]')) list.removeAttribute('role');
  for (const message of document.querySelectorAll('#chat :is([data-testid="user"], [data-testid="bot"]):not([role=group])')) {
    message.setAttribute('role', 'group');
    message.setAttribute('aria-label', message.dataset.testid === 'user' ? 'Question' : 'Answer');
  }
  for (const b of document.querySelectorAll('#upload button[aria-label^="Click to upload"]')) b.removeAttribute('aria-label');
};
// Acts now, and each time that something was drawn.
const onDraw = (act) => {
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; act(); });
  }).observe(document.body, {childList: true, subtree: true});
  act();
};
onDraw(mend);
